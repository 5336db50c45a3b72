using System.Text.RegularExpressions;
using LoadLab.Cli;
using LoadLab.Cli.Options;
using LoadLab.Tests.Core.Evaluation.Slos;
using YamlDotNet.RepresentationModel;

namespace LoadLab.Tests.Cli;

/// <summary>The pipelines in <c>infra/ci</c> and of new projects: YAML that parses, commands that exist, the tool that the project pins, and nothing that floats.</summary>
public sealed partial class CiExampleTests
{
    private static readonly string Folder = Path.Combine(RecordBuilder.Root(), "infra", "ci");
    private static readonly string Template = Path.Combine(RecordBuilder.Root(), "infra", "templates", "loadlab");

    private static IReadOnlyList<string> Names => [.. Directory.GetFiles(Folder, "*.yml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Names];

    [Fact]
    public void There_is_one_for_each_service() => Names.Should().Equal("github-actions.yml", "gitlab-ci.yml");

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_command_of_LoadLab_is_one_that_it_understands(string file)
    {
        var commands = Scalars(Parse(file)).SelectMany(text => text.Split('\n')).Select(Command).OfType<string>().ToList();

        commands.Should().Contain(command => command.StartsWith("gate smoke --baseline ")).And.Contain(command => command.StartsWith("baseline set "));
        foreach (var command in commands)
        {
            Fault(command).Should().BeNull(command);
        }
    }

    public static TheoryData<string> Pipelines =>
        [.. Names.Select(name => Path.Combine(Folder, name)), Path.Combine(Template, ".gitlab-ci.yml"), Path.Combine(Template, ".github", "workflows", "loadlab.yml")];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void The_tool_is_the_one_that_the_project_pins_and_scenarios_are_built_before_it_runs(string path)
    {
        var lines = Scalars(Parse(path)).SelectMany(text => text.Split('\n')).ToList();

        lines.Should().NotContain(line => line.Contains("./loadlab"));
        var (restored, built, ran) = (lines.IndexOf("dotnet tool restore"), lines.FindIndex(line => line.StartsWith("dotnet build -c Release scenarios/")), lines.FindIndex(line => Command(line) is not null));
        restored.Should().BeGreaterThanOrEqualTo(0);
        built.Should().BeGreaterThan(restored);
        ran.Should().BeGreaterThan(built);
        lines.Select(Command).OfType<string>().Select(Fault).Should().OnlyContain(fault => fault == null);
    }

    [Theory]
    [InlineData("gate smoke --baseline smoke --junitt a.xml")]
    [InlineData("gate smoke")]
    [InlineData("baseline put latest")]
    public void The_check_sees_what_LoadLab_does_not_understand(string command) => Fault(command).Should().NotBeNull();

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_are_pinned_by_a_tag_and_no_image_is_named(string file)
    {
        var pairs = Pairs(Parse(file)).ToList();

        pairs.Where(pair => pair.Key == "uses" && !PinnedAction().IsMatch(pair.Value)).Should().BeEmpty();
        pairs.Should().NotContain(pair => pair.Key == "image");
        pairs.Count(pair => pair.Key == "uses").Should().Be(file == "github-actions.yml" ? 7 : 0);
    }

    [Fact]
    public void Each_exit_code_of_the_gate_stands_in_the_readme()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "README.md"));

        foreach (var code in new[] { 105, 97, 99, 98, 96, 0, 104 })
        {
            text.Should().Contain($"| {code} | ");
        }
    }

    private static string? Fault(string command)
    {
        using var harness = new CliHarness();
        return UsageFaults.Find(CommandLine.Build(new Composition(RecordBuilder.Root()).Commands(harness.Console)).Parse(command.Split(' ', StringSplitOptions.RemoveEmptyEntries)))?.Message;
    }

    /// <summary>What a line of a shell hands to LoadLab; null when it does not call it. Variables stand for a word.</summary>
    private static string? Command(string line) => CalledLoadLab().Match(line) is { Success: true } match
        ? Variable().Replace(match.Groups[1].Value, "word")
        : null;

    private static YamlNode Parse(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
        return stream.Documents.Should().ContainSingle().Subject.RootNode;
    }

    private static IEnumerable<string> Scalars(YamlNode node) => node.AllNodes.OfType<YamlScalarNode>().Select(scalar => scalar.Value!);

    private static IEnumerable<(string Key, string Value)> Pairs(YamlNode node) => node.AllNodes.OfType<YamlMappingNode>().SelectMany(map => map.Children)
        .Where(pair => pair.Value is YamlScalarNode)
        .Select(pair => (((YamlScalarNode)pair.Key).Value!, ((YamlScalarNode)pair.Value).Value!));

    [GeneratedRegex(@"^\s*(?:sudo env .*)?dotnet loadlab (.*)$")]
    private static partial Regex CalledLoadLab();

    [GeneratedRegex("\"?\\$\\w+\"?")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^actions/[a-z-]+(/[a-z-]+)?@v\d+$")]
    private static partial Regex PinnedAction();
}
