using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace LoadLab.Tests;

/// <summary>The table of what comes in from outside names a test for each row, and each of them exists.</summary>
public sealed partial class OutsideTests
{
    [Fact]
    public void Each_row_names_a_test_that_exists()
    {
        var rows = Rows().ToList();
        var sources = Sources();

        rows.Should().HaveCountGreaterThan(30);
        foreach (var row in rows)
        {
            var cells = row.Trim('|').Split(" | ");
            cells.Should().HaveCount(4, row);
            cells[..3].Should().OnlyContain(cell => cell.Trim().Length > 0, row);
            var (type, method) = Test().Match(cells[3]) is { Success: true } named ? (named.Groups["type"].Value, named.Groups["method"].Value) : ("", "");
            sources.Should().Contain(source => source.Contains($"class {type}", StringComparison.Ordinal) && Regex.IsMatch(source, $@"\b{method}\("), row);
        }
    }

    private static IEnumerable<string> Rows() =>
        File.ReadLines(Path.Combine(Folder(), "Outside.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)).Skip(1);

    /// <summary>The sources of all test projects: some tests need real servers and stand in another one.</summary>
    private static List<string> Sources() =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(Folder())!, "*Tests.cs", SearchOption.AllDirectories).Where(path => !path.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText)];

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;

    [GeneratedRegex("`(?<type>\\w+)\\.(?<method>\\w+)`")]
    private static partial Regex Test();
}
