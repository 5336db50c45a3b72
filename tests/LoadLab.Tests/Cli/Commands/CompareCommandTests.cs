using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Commands;

public sealed class CompareCommandTests : IDisposable
{
    private static readonly ComparisonSample Sample = new() { Seconds = 30, PerSecond = 50, Sigma = 0.2 };

    private readonly CliHarness _cli = new();

    public CompareCommandTests()
    {
        Keep(Sample, "a-before");
        Keep(Sample with { Seed = 2, MedianMicros = Sample.MedianMicros * 1.5 }, "b-after");
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_regression_is_shown_with_its_interval_and_ends_with_98()
    {
        var code = await RunAsync("compare latest~1 latest");

        code.Should().Be(98);
        var lines = _cli.Out.Split('\n');
        lines.Should().StartWith(["Suite smoke", "  before  a-before", "  after   b-after", "", "Machine, stack and settings are the same on both sides."]);
        lines.Should().ContainSingle(line => line.StartsWith("regressed") && line.Contains("rate-10") && line.Contains("P95"));
        lines.Should().Contain(line => line.StartsWith("REGRESSED: of 5 figures 3 regressed, 0 improved, "));
    }

    [Fact]
    public async Task A_wide_margin_lets_it_pass()
    {
        (await RunAsync("compare a-before b-after --margin 90%")).Should().Be(0);

        _cli.Out.Should().Contain("A shift matters from 90 % on");
    }

    [Fact]
    public async Task Json_is_one_document_whose_shift_is_the_one_that_was_made()
    {
        (await RunAsync("compare a-before b-after --json")).Should().Be(98);

        using var document = JsonDocument.Parse(_cli.Out);
        document.RootElement.GetProperty("verdict").GetString().Should().Be("regressed");
        var median = document.RootElement.GetProperty("figures")[0];
        median.GetProperty("figure").GetString().Should().Be("p50");
        median.GetProperty("low").GetDouble().Should().BeLessThan(0.5);
        median.GetProperty("high").GetDouble().Should().BeGreaterThan(0.5);
    }

    [Theory]
    [InlineData("svg")]
    [InlineData("png")]
    public async Task Both_sides_are_drawn_into_one_file(string kind)
    {
        var file = Path.Combine(_cli.Directory, "charts", "overlay." + kind);

        await RunAsync($"compare a-before b-after --chart {file}");

        var bytes = File.ReadAllBytes(file);
        if (kind == "svg")
        {
            var svg = System.Xml.Linq.XDocument.Parse(System.Text.Encoding.UTF8.GetString(bytes));
            svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).Should().Contain(["before", "after", "Response time P95, each second"]);
        }
        else
        {
            bytes.Should().StartWith([0x89, 0x50, 0x4E, 0x47]);
        }
    }

    [Fact]
    public async Task What_is_wrong_with_either_side_is_told_at_once()
    {
        (await RunAsync("compare a-befor x b-after")).Should().Be(104);
        (await RunAsync("compare a-beforee nothing --chart overlay.svg")).Should().Be(104);
        (await RunAsync("compare a-before b-after --chart overlay.gif")).Should().Be(104);
        (await RunAsync("compare a-before b-after --margin 5")).Should().Be(104);

        _cli.Error.Should().Contain("'b-after' is one argument too many for 'compare'.")
            .And.Contain("Unknown run 'a-beforee'").And.Contain("Did you mean 'a-before'?").And.Contain("Unknown run 'nothing'")
            .And.Contain("'overlay.gif' is no chart: its name ends with '.gif'.")
            .And.Contain("--margin '5' is not a percentage above 0% and below 100% such as 5%.");
    }

    [Fact]
    public async Task A_pattern_leaves_out_what_cannot_be_compared_and_says_so_a_name_never_does()
    {
        var invalid = StoredSample.Evaluation with { Validity = new Validity(ValidityStatus.Invalid, []) };
        new RunStore(_cli.Directory).Keep(Sample.Run("a-invalid").Record, invalid);

        (await RunAsync("compare a-* b-after")).Should().Be(98);
        _cli.Error.Should().Be("left out: Run 'a-invalid' is INVALID: the generator shaped its figures. See: loadlab runs show a-invalid\n");
        (await RunAsync("compare a-invalid b-after")).Should().Be(104);
    }

    private Task<int> RunAsync(string line) => _cli.RunAsync(line, CompareCommand.Create(_cli.Console, _cli.Stored, _cli.NoRuns(), _cli.Formats.Comparison));

    private void Keep(ComparisonSample sample, string id) => new RunStore(_cli.Directory).Keep(sample.Run(id).Record, StoredSample.Evaluation);
}
