using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Commands;

public sealed class TrendCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public TrendCommandTests()
    {
        for (var i = 0; i < 24; i++)
        {
            Keep(i, (i < 12 ? 300 : 420) + (i * 7 % 5), ValidityStatus.Valid);
        }

        Keep(24, 9_000, ValidityStatus.Invalid);
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_change_is_told_with_its_run_and_commit_and_what_was_left_out()
    {
        (await RunAsync("trend smoke")).Should().Be(0);

        var lines = _cli.Out.Split('\n');
        lines[0].Should().Be("Suite smoke: 24 runs, 2026-11-23 08:30 to 2026-12-16 08:30 UTC");
        lines[1].Should().Be("  left out: 1 run that is INVALID");
        lines.Should().Contain("  api-response-p95: +39.8 % (302 ms -> 422 ms) from run-12 on, commit c12, branch main");
        lines.Should().Contain(line => line.StartsWith("Forecast api-response-p95: no trend, no date"));
        lines.Should().Contain(line => line.StartsWith("Changes: E-divisive means") && line.Contains("In 24 runs without a change a false alarm comes in at most 0.1 %"));
    }

    [Fact]
    public async Task Json_is_one_document_with_every_run()
    {
        (await RunAsync("trend smoke --measure api-response-p95 --last 21 --json")).Should().Be(0);

        using var document = JsonDocument.Parse(_cli.Out);
        var measure = document.RootElement.GetProperty("measures")[0];
        measure.GetProperty("points").GetArrayLength().Should().Be(20, "the newest of the 21 is invalid");
        measure.GetProperty("changes")[0].GetProperty("runId").GetString().Should().Be("run-12");
        measure.GetProperty("forecast").GetProperty("date").ValueKind.Should().Be(JsonValueKind.Null);
        measure.GetProperty("limits")[0].GetProperty("value").GetDouble().Should().Be(600);
    }

    [Fact]
    public async Task A_chart_has_the_limit_and_the_change_with_its_commit()
    {
        var directory = Path.Combine(_cli.Directory, "charts");

        (await RunAsync($"trend smoke --chart {directory}")).Should().Be(0);

        Directory.GetFiles(directory).Select(Path.GetFileName).Should().BeEquivalentTo("smoke-api-response-p95.png", "smoke-api-response-p95.svg");
        var texts = System.Xml.Linq.XDocument.Load(Path.Combine(directory, "smoke-api-response-p95.svg")).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        texts.Should().Contain(["SLO < 600 ms", "+39.8 % c12", "smoke: api-response-p95, each run with its 95 % interval"]);
    }

    [Theory]
    [InlineData("trend smok", "error: There is no run of suite 'smok' in '{0}'. Did you mean 'smoke'? There are runs of: smoke.\n  List all with: loadlab runs list\n")]
    [InlineData("trend smoke --label branch=dev", "error: No run of suite 'smoke' in '{0}' has these labels.\n  List all with: loadlab runs list\n")]
    [InlineData("trend smoke --last 1", "error: --last '1' is not a whole number from 2 on.\n  See: loadlab trend --help\n")]
    [InlineData("trend smoke --measure api-respons-p95", "error: Unknown measure 'api-respons-p95'. Did you mean 'api-response-p95'? There are: p50, p95, p99, throughput, error-ratio, api-response-p95.\n  See: loadlab trend --help\n")]
    public async Task What_cannot_be_shown_is_told(string line, string error)
    {
        (await RunAsync(line)).Should().Be(104);

        _cli.Error.Should().Be(string.Format(System.Globalization.CultureInfo.InvariantCulture, error, _cli.Directory));
    }

    private Task<int> RunAsync(string line) => _cli.RunAsync(line, TrendCommand.Create(_cli.Console, _cli.Stored));

    private void Keep(int i, double value, ValidityStatus validity)
    {
        var verdict = StoredSample.Evaluation.Verdicts[0] with { Measured = value, Low = value - 9, High = value + 9, Verdict = Verdict.Pass };
        var plan = StoredSample.Plan with { Labels = new SortedDictionary<string, string> { ["commit"] = $"c{i}", ["branch"] = "main" } };
        new RunStore(_cli.Directory).Keep(
            StoredSample.Record with { RunId = $"run-{i:00}", StartedAt = StoredSample.Start.AddDays(i), Plan = plan },
            StoredSample.Evaluation with { Verdicts = [verdict], Validity = new Validity(validity, []) });
    }
}
