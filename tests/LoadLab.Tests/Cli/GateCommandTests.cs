using System.Text.Json;
using LoadLab.Cli;
using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Html;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Running;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli;

/// <summary>Each exit code of a gate, from a load that is played to the real runner, the real evaluator and the real comparer.</summary>
public sealed class GateCommandTests : IDisposable
{
    private static readonly ComparisonSample Sample = new() { Seconds = 40, PerSecond = 60, Sigma = 0.2 };

    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-gate-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly Dictionary<string, string> _variables = [];
    private bool _wasPrepared;
    private bool _wasRun;

    public GateCommandTests() => Keep("20261123T083000Z-smoke-base", Sample);

    private string Out => _out.ToString().ReplaceLineEndings("\n");

    private string Error => _error.ToString().ReplaceLineEndings("\n");

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task The_same_again_is_a_GO_and_ends_with_0()
    {
        (await GateAsync(Sample with { Seed = 3 })).Should().Be(0, Error + Out);

        Out.Should().Contain("verdicts of smoke").And.Contain("Suite smoke\n  before  20261123T083000Z-smoke-base\n");
        Out.TrimEnd().Split('\n')[^1].Should().StartWith("Gate  GO: the run is valid, 1 required SLOs passed, and nothing is shown to be worse than baseline 'latest'");
    }

    [Fact]
    public async Task Slower_than_the_baseline_but_inside_the_SLO_ends_with_98()
    {
        (await GateAsync(Sample with { Seed = 3, MedianMicros = Sample.MedianMicros * 1.5 })).Should().Be(98, Error);

        Out.TrimEnd().Split('\n')[^1].Should().Be("Gate  NO-GO (exit code 98): worse than baseline 'latest': rate-10 p50, rate-10 p95, rate-10 p99 and 6 more.");
    }

    [Fact]
    public async Task The_report_that_a_gate_writes_says_what_the_gate_decided()
    {
        (await GateAsync(Sample with { Seed = 3, MedianMicros = Sample.MedianMicros * 1.5 })).Should().Be(98, Error);

        var page = await File.ReadAllTextAsync(Directory.GetFiles(_directory, "report.html", SearchOption.AllDirectories).Should().ContainSingle().Subject);
        page.Should().Contain("<title>NO-GO: smoke</title>").And.Contain("<div class=\"decision bad\">NO-GO</div>");
        page[..page.IndexOf("</header>", StringComparison.Ordinal)].Should().Contain("worse than baseline &#39;latest&#39;: rate-10 p50");
    }

    [Fact]
    public async Task A_failed_SLO_comes_before_the_regression_and_ends_with_99()
    {
        (await GateAsync(Sample with { Seed = 3, MedianMicros = 900_000 })).Should().Be(99, Error);

        Out.TrimEnd().Split('\n')[^1].Should().StartWith("Gate  NO-GO (exit code 99): api-response-p95 failed; also worse than baseline 'latest': rate-10 p50");
    }

    [Fact]
    public async Task An_invalid_run_comes_before_the_failed_SLO_and_ends_with_97()
    {
        (await GateAsync(Sample with { Seed = 3, MedianMicros = 900_000 }, dropped: 500)).Should().Be(97, Error);

        Out.Should().Contain("Not compared with the baseline:\n").And.Contain("is INVALID");
        Out.TrimEnd().Split('\n')[^1].Should().StartWith("Gate  NO-GO (exit code 97): the run is invalid, so it says nothing about the target: ");
    }

    [Fact]
    public async Task An_SLO_that_the_samples_do_not_decide_ends_with_96()
    {
        // The P95 of these lies at 600 ms itself: the limit stands inside the interval.
        Keep("20261123T090000Z-smoke-near", Sample with { MedianMicros = 600_000 / Math.Exp(1.645 * 0.2) });

        (await GateAsync(Sample with { Seed = 3, MedianMicros = 600_000 / Math.Exp(1.645 * 0.2) })).Should().Be(96, Error + Out);

        Out.TrimEnd().Split('\n')[^1].Should().Be("Gate  NO-GO (exit code 96): not decided or not measured: api-response-p95.");
    }

    [Fact]
    public async Task An_interrupted_run_ends_with_105_whatever_it_measured() =>
        (await GateAsync(Sample with { MedianMicros = 900_000 }, RunOutcome.Interrupted)).Should().Be(105, Error);

    [Theory]
    [InlineData("nothing", "error: There is no baseline 'nothing'. Nothing was started.\nerror: Unknown run 'nothing'")]
    [InlineData("baseline:smoke", "error: There is no baseline 'baseline:smoke'. Nothing was started.\nerror: There is no baseline in '")]
    [InlineData("none", "error: A gate needs a baseline; 'none' is none.\n  To judge by the SLOs alone: loadlab run SUITE\n")]
    public async Task A_baseline_that_is_not_there_is_104_and_nothing_is_started(string name, string message)
    {
        (await GateAsync(Sample, name: name)).Should().Be(104);

        Error.Should().StartWith(message);
        _wasPrepared.Should().BeFalse();
    }

    [Fact]
    public async Task A_baseline_of_another_load_is_104_and_nothing_is_started()
    {
        Keep("20261123T100000Z-smoke-long", Sample with { Seconds = 50 });

        (await GateAsync(Sample)).Should().Be(104);

        Error.Should().StartWith("error: Baseline 'latest' cannot be used. Run '20261123T100000Z-smoke-long' put another load on the target: phase 'rate-10' segments");
        (_wasPrepared, _wasRun).Should().Be((true, false));
    }

    [Fact]
    public async Task An_infrastructure_change_that_is_no_worse_is_a_GO_and_keeps_what_it_was_held_against()
    {
        (await RunAsync("gate smoke --baseline latest --change infrastructure-change", Sample with { Seed = 3 }, RunOutcome.Completed, 0)).Should().Be(0, Error + Out);

        var run = new RunStore(_directory).Read("latest");
        run.Evaluation!.Decision.Should().Be(Decision.Go);
        run.Record.Regression!.Baseline.Should().Equal("20261123T083000Z-smoke-base");
        run.Evaluation.Conditions.Select(condition => (condition.Condition, condition.State)).Should().Equal(("required-slos-pass", ConditionState.Holds), ("no-regression", ConditionState.Holds));
        Evaluator.Evaluate(run.Record, RecordBuilder.Catalogue).Should().BeEquivalentTo(run.Evaluation, "judging it again years later says the same");
    }

    [Fact]
    public async Task An_infrastructure_change_that_is_worse_ends_with_98_in_the_run_too()
    {
        (await RunAsync("gate smoke --baseline latest --change infrastructure-change", Sample with { Seed = 3, MedianMicros = 60_000 }, RunOutcome.Completed, 0)).Should().Be(98, Error + Out);

        new RunStore(_directory).Read("latest").Evaluation.Should().Match<RunEvaluation>(evaluation => evaluation.Decision == Decision.NoGo && evaluation.ExitCode == ExitCode.Regression);
    }

    [Fact]
    public async Task An_approved_emergency_is_a_GO_WITH_APPROVAL_although_it_failed_and_is_worse()
    {
        var junit = Path.Combine(_directory, "gate.xml");
        (await RunAsync($"gate smoke --baseline latest --change emergency-change --approved-by Ada --approval INC-4711 --junit {junit}", Sample with { Seed = 3, MedianMicros = 900_000 }, RunOutcome.Completed, 0))
            .Should().Be(0, Error + Out);

        Out.TrimEnd().Split('\n')[^1].Should().StartWith("Gate  GO WITH APPROVAL: approved by Ada on ").And.Contain("It covers: api-response-p95 failed; worse than baseline 'latest': rate-10 p50");
        var text = File.ReadAllText(junit);
        text.Should().Contain("GO WITH APPROVAL").And.Contain("FAIL, approved").And.NotContain("<failure");
    }

    [Theory]
    [InlineData("--change emergency-change", 900_000, 0, 99)]
    [InlineData("--change emergency-change --approved-by Ada --approval INC-4711", 900_000, 500, 97)]
    [InlineData("--change feature-release", 40_000, 0, 96)]
    public async Task Other_changes_end_with_their_codes(string change, double median, long dropped, int code) =>
        (await RunAsync($"gate smoke --baseline latest {change}", Sample with { Seed = 3, MedianMicros = median }, RunOutcome.Completed, dropped)).Should().Be(code, Error + Out);

    [Fact]
    public async Task A_run_of_an_infrastructure_change_is_refused_before_anything_starts()
    {
        (await RunAsync("run smoke --change infrastructure-change", Sample, RunOutcome.Completed, 0)).Should().Be(104);

        Error.Should().StartWith("error: 'infrastructure-change' needs a baseline: loadlab gate smoke --baseline NAME --change infrastructure-change\n");
        _wasRun.Should().BeFalse();
    }

    [Fact]
    public async Task An_approval_without_its_reason_is_refused_before_anything_starts()
    {
        (await RunAsync("run smoke --change emergency-change --approved-by Ada", Sample, RunOutcome.Completed, 0)).Should().Be(104);

        Error.Should().StartWith("error: An approval needs both --approved-by NAME and --approval TEXT");
        _wasPrepared.Should().BeFalse();
    }

    [Fact]
    public async Task Without_any_traffic_a_run_is_NOT_MEASURED_and_ends_with_96()
    {
        (await RunAsync("run smoke", Sample with { PerSecond = 0 }, RunOutcome.Completed, 0)).Should().Be(96, Error + Out);

        var run = new RunStore(_directory).Read("latest");
        run.Evaluation!.Decision.Should().Be(Decision.NoGo);
        run.Evaluation.Verdicts.Single().Verdict.Should().Be(Verdict.NotMeasured);
    }

    [Fact]
    public async Task Without_a_baseline_it_says_that_one_is_needed()
    {
        (await RunAsync("gate smoke", Sample, RunOutcome.Completed, 0)).Should().Be(104);

        Error.Should().Be("error: Option '--baseline' is required.\n  See: loadlab gate --help\n");
    }

    [Fact]
    public async Task The_baseline_of_a_suite_is_meant_by_its_name()
    {
        await RunAsync("baseline set latest", Sample, RunOutcome.Completed, 0);
        Keep("20261123T100000Z-smoke-slow", Sample with { MedianMicros = 500_000 });

        (await GateAsync(Sample with { Seed = 3 }, name: "smoke")).Should().Be(0, Error);

        Out.Should().Contain("  before  20261123T083000Z-smoke-base\n");
    }

    [Fact]
    public async Task Json_is_the_run_document_with_the_gate_in_it()
    {
        (await RunAsync("gate smoke --baseline latest --json", Sample with { Seed = 3, MedianMicros = 60_000 }, RunOutcome.Completed, 0)).Should().Be(98, Error);

        using var document = JsonDocument.Parse(Out);
        var gate = document.RootElement.GetProperty("gate");
        document.RootElement.GetProperty("decision").GetString().Should().Be("GO", "its SLOs passed");
        gate.GetProperty("decision").GetString().Should().Be("NO-GO");
        gate.GetProperty("exitCode").GetInt32().Should().Be(98);
        gate.GetProperty("comparison").GetProperty("verdict").GetString().Should().Be("regressed");
    }

    [Fact]
    public async Task Pipelines_get_their_files_a_summary_that_is_appended_and_annotations()
    {
        var summary = Path.Combine(_directory, "summary.md");
        File.WriteAllText(summary, "before\n");
        _variables["GITHUB_STEP_SUMMARY"] = summary;
        _variables["GITHUB_ACTIONS"] = "true";
        var (junit, comment) = (Path.Combine(_directory, "out", "gate.xml"), Path.Combine(_directory, "out", "gate.md"));

        (await RunAsync($"gate smoke --baseline latest --junit {junit} --comment {comment}", Sample with { Seed = 3, MedianMicros = 900_000 }, RunOutcome.Completed, 0)).Should().Be(99);

        File.ReadAllText(summary).Should().StartWith("before\n### ⛔ NO-GO: smoke\n");
        File.ReadAllText(comment).Should().StartWith("### ⛔ NO-GO: smoke\n");
        System.Xml.Linq.XDocument.Load(junit).Root!.Name.LocalName.Should().Be("testsuites");
        Error.Split('\n').Should().Contain(line => line.StartsWith("::error title=LoadLab%3A NO-GO%2C smoke::api-response-p95 failed"));
    }

    [Fact]
    public async Task A_summary_that_cannot_be_written_is_told_and_is_no_pass()
    {
        _variables["GITHUB_STEP_SUMMARY"] = _directory;

        (await GateAsync(Sample with { Seed = 3 })).Should().Be(104);

        Error.Should().Contain("error: the summary could not be written to GITHUB_STEP_SUMMARY");
    }

    [Fact]
    public async Task Files_that_cannot_be_written_are_told_at_once_and_before_anything_starts()
    {
        (await RunAsync($"gate smoke --baseline latest --junit {_directory} --comment /proc/none/gate.md", Sample, RunOutcome.Completed, 0)).Should().Be(104);

        Error.Should().StartWith($"error: --junit '{_directory}' cannot be written: it is a directory.\nerror: --comment '/proc/none/gate.md' cannot be written: ");
        _wasPrepared.Should().BeFalse();
    }

    private void Keep(string id, ComparisonSample sample) =>
        new RunStore(_directory).Keep(Played(sample.Run(id).Record, 0), StoredSample.Evaluation);

    private Task<int> GateAsync(ComparisonSample sample, RunOutcome outcome = RunOutcome.Completed, long dropped = 0, string name = "latest") =>
        RunAsync($"gate smoke --baseline {name}", sample, outcome, dropped);

    private Task<int> RunAsync(string line, ComparisonSample sample, RunOutcome outcome, long dropped)
    {
        var record = Played(sample.Run().Record, dropped);
        var fakes = new RunnerFakes(_directory)
        {
            Load = (observer, _) =>
            {
                _wasRun = true;
                foreach (var second in record.Seconds)
                {
                    observer.OnSecond(second with { Slices = [.. record.Slices.Where(slice => slice.Second == second.Second)] });
                }

                return Task.FromResult(new LoadResult(record.Phases, RunOutcome.Completed, ""));
            },
        };
        return CommandLine.RunAsync(line.Split(' '), new CliParts
        {
            Out = _out,
            Error = _error,
            Results = _directory,
            Setup = (_, _) => Task.CompletedTask,
            Prepare = arguments =>
            {
                _wasPrepared = true;
                return new PreparedRun(record.Plan with { Change = ChangePlanner.Plan(RecordBuilder.Catalogue, arguments.Change, []) }, [], RecordBuilder.Catalogue, run => Evaluator.Evaluate(run, RecordBuilder.Catalogue));
            },
            Runner = (store, judge) => fakes.ToRunner(store, judge, outcome),
            HttpRunner = (_, _) => throw new NotSupportedException(),
            Doctor = _ => throw new NotSupportedException(),
            SelfTest = (_, _, _) => throw new NotSupportedException(),
            Catalogue = _ => throw new NotSupportedException(),
            Judge = (_, _) => throw new NotSupportedException(),
            Observer = () => new RunnerFakes.FakeObserver([]),
            Reports = new ReportFormats { Run = [new HtmlReport()] },
            ShowVerdicts = (run, _, report) => _out.Write($"verdicts of {run.Plan.Suite}, {report}\n"),
            Kill = () => { },
            Exit = _ => { },
            Variable = name => _variables.GetValueOrDefault(name),
        });
    }

    /// <summary>A made-up run whose counts, seconds and lag fit its histograms, so that the real validity checks take it.</summary>
    internal static RunRecord Played(RunRecord record, long dropped)
    {
        var ok = record.Slices.Sum(slice => slice.Response.TotalCount);
        var counts = new Counts(ok + dropped, ok, dropped, ok, 0, 0);
        var seconds = record.Slices.GroupBy(slice => slice.Second).Select(group =>
        {
            var done = group.Sum(slice => slice.Response.TotalCount);
            return StoredSample.Second(group.Key, measured: true, ok: (int)done, timeouts: 0) with { Slices = [] };
        });
        return record with
        {
            Plan = record.Plan with { Slos = ["api-response-p95"] },
            Seconds = [.. seconds],
            Slices = [.. record.Slices, .. record.Slices.Select(slice => slice with { Key = slice.Key with { Step = SeriesKey.WholeIteration } })],
            Phases = [record.Phases[0] with { Measured = counts, Whole = counts, StatusCodes = new Dictionary<string, IReadOnlyDictionary<string, long>>() }],
        };
    }
}
