using System.Text.RegularExpressions;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests;

/// <summary>What the pages name is there: other pages and their headings, and the tests that hold a claim.</summary>
public sealed partial class DocsTests
{
    private static readonly string s_root = RecordBuilder.Root();

    [Fact]
    public void Every_link_leads_to_a_page_and_to_a_heading_of_it()
    {
        var pages = Pages().ToList();

        pages.Should().HaveCountGreaterThan(30);
        foreach (var page in pages)
        {
            foreach (var (file, heading) in Prose(page).SelectMany(line => Link().Matches(line)).Select(link => (link.Groups["file"].Value, link.Groups["heading"].Value)).Where(link => !link.Item1.Contains(':', StringComparison.Ordinal)))
            {
                var target = file.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, file));

                Path.Exists(target).Should().BeTrue("{0} links to {1}", page, file);
                if (heading.Length > 0 && target.EndsWith(".md", StringComparison.Ordinal))
                {
                    Headings(target).Should().Contain(heading, "{0} links to {1}#{2}", page, file, heading);
                }
            }
        }
    }

    [Fact]
    public void Every_test_that_a_page_names_is_there()
    {
        var tests = Directory.EnumerateDirectories(Path.Combine(s_root, "tests")).SelectMany(project => Directory.EnumerateDirectories(project).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")).Append(project)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*Tests.cs", folder == project ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var named = Directory.EnumerateFiles(Path.Combine(s_root, "scenarios", "docs"), "*.md").SelectMany(Prose).SelectMany(line => TestName().Matches(line)).Select(name => name.Groups["name"].Value).Distinct().ToList();

        named.Should().HaveCountGreaterThan(5).And.BeSubsetOf(tests!);
    }

    [Fact]
    public void The_first_page_is_short() => File.ReadLines(Path.Combine(s_root, "README.md")).Count().Should().BeLessThan(150);

    private static IEnumerable<string> Pages() => new[] { "scenarios/docs", "results", "infra", "infra/ci" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(s_root, folder), "*.md"))
        .Concat(Directory.EnumerateDirectories(Path.Combine(s_root, "src")).Select(project => Path.Combine(project, "README.md")).Where(File.Exists))
        .Concat(new[] { "README.md", "CONTRIBUTING.md", "scenarios/README.md" }.Select(page => Path.Combine(s_root, page)));

    /// <summary>A heading as GitHub makes an anchor of it.</summary>
    private static IEnumerable<string> Headings(string path) => Prose(path).Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The lines outside of code.</summary>
    private static IEnumerable<string> Prose(string path)
    {
        var isCode = false;
        foreach (var line in File.ReadLines(path))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex(@"\]\((?<file>[^)#\s]*)(#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]+Tests)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
