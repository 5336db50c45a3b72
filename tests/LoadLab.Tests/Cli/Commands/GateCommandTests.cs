using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Comparison;

namespace LoadLab.Tests.Cli.Commands;

/// <summary>Each exit code of a gate.</summary>
public sealed class GateCommandTests : IDisposable
{
    private static readonly ComparisonSample Sample = GateHarness.Sample;

    private readonly GateHarness _gate = new();

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task The_same_again_is_a_GO_and_ends_with_0()
    {
        (await _gate.GateAsync(Sample with { Seed = 3 })).Should().Be(0, _gate.Error + _gate.Out);

        _gate.Out.Should().Contain("verdicts of smoke").And.Contain("Suite smoke\n  before  20261123T083000Z-smoke-base\n");
        _gate.LastLine.Should().StartWith("Gate  GO: the run is valid, 1 required SLOs passed, and nothing is shown to be worse than baseline 'latest'");
    }

    [Fact]
    public async Task Slower_than_the_baseline_but_inside_the_SLO_ends_with_98()
    {
        (await _gate.GateAsync(Sample with { Seed = 3, MedianMicros = Sample.MedianMicros * 1.5 })).Should().Be(98, _gate.Error);

        _gate.LastLine.Should().Be("Gate  NO-GO (exit code 98): worse than baseline 'latest': rate-10 p50, rate-10 p95, rate-10 p99 and 6 more.");
    }

    [Fact]
    public async Task The_report_that_a_gate_writes_says_what_the_gate_decided()
    {
        (await _gate.GateAsync(Sample with { Seed = 3, MedianMicros = Sample.MedianMicros * 1.5 })).Should().Be(98, _gate.Error);

        var page = await File.ReadAllTextAsync(Directory.GetFiles(_gate.Directory, "report.html", SearchOption.AllDirectories).Should().ContainSingle().Subject);
        page.Should().Contain("<title>NO-GO: smoke</title>").And.Contain("<div class=\"decision bad\">NO-GO</div>");
        page[..page.IndexOf("</header>", StringComparison.Ordinal)].Should().Contain("worse than baseline &#39;latest&#39;: rate-10 p50");
    }

    [Fact]
    public async Task A_failed_SLO_comes_before_the_regression_and_ends_with_99()
    {
        (await _gate.GateAsync(Sample with { Seed = 3, MedianMicros = 900_000 })).Should().Be(99, _gate.Error);

        _gate.LastLine.Should().StartWith("Gate  NO-GO (exit code 99): api-response-p95 failed; also worse than baseline 'latest': rate-10 p50");
    }

    [Fact]
    public async Task An_invalid_run_comes_before_the_failed_SLO_and_ends_with_97()
    {
        (await _gate.GateAsync(Sample with { Seed = 3, MedianMicros = 900_000 }, dropped: 500)).Should().Be(97, _gate.Error);

        _gate.Out.Should().Contain("Not compared with the baseline:\n").And.Contain("is INVALID");
        _gate.LastLine.Should().StartWith("Gate  NO-GO (exit code 97): the run is invalid, so it says nothing about the target: ");
    }

    [Fact]
    public async Task An_SLO_that_the_samples_do_not_decide_ends_with_96()
    {
        // The P95 of these lies at 600 ms itself: the limit stands inside the interval.
        _gate.Keep("20261123T090000Z-smoke-near", Sample with { MedianMicros = 600_000 / Math.Exp(1.645 * 0.2) });

        (await _gate.GateAsync(Sample with { Seed = 3, MedianMicros = 600_000 / Math.Exp(1.645 * 0.2) })).Should().Be(96, _gate.Error + _gate.Out);

        _gate.LastLine.Should().Be("Gate  NO-GO (exit code 96): not decided or not measured: api-response-p95.");
    }

    [Fact]
    public async Task An_interrupted_run_ends_with_105_whatever_it_measured() =>
        (await _gate.GateAsync(Sample with { MedianMicros = 900_000 }, RunOutcome.Interrupted)).Should().Be(105, _gate.Error);

    [Theory]
    [InlineData("nothing", "error: There is no baseline 'nothing'. Nothing was started.\nerror: Unknown run 'nothing'")]
    [InlineData("baseline:smoke", "error: There is no baseline 'baseline:smoke'. Nothing was started.\nerror: There is no baseline in '")]
    [InlineData("none", "error: A gate needs a baseline, and '--baseline none' gives it none.\n  To judge by the SLOs alone: loadlab run SUITE\n")]
    public async Task A_baseline_that_is_not_there_is_104_and_nothing_is_started(string name, string message)
    {
        (await _gate.GateAsync(Sample, name: name)).Should().Be(104);

        _gate.Error.Should().StartWith(message);
        _gate.WasPrepared.Should().BeFalse();
    }

    [Fact]
    public async Task A_baseline_of_another_load_is_104_and_nothing_is_started()
    {
        _gate.Keep("20261123T100000Z-smoke-long", Sample with { Seconds = 50 });

        (await _gate.GateAsync(Sample)).Should().Be(104);

        _gate.Error.Should().StartWith("error: Baseline 'latest' cannot be used. Run '20261123T100000Z-smoke-long' put another load on the target: phase 'rate-10' segments");
        (_gate.WasPrepared, _gate.WasRun).Should().Be((true, false));
    }

    [Fact]
    public async Task Without_any_traffic_a_run_is_NOT_MEASURED_and_ends_with_96()
    {
        (await _gate.RunAsync("run smoke", Sample with { PerSecond = 0 })).Should().Be(96, _gate.Error + _gate.Out);

        var run = _gate.Store.Read("latest");
        run.Evaluation!.Decision.Should().Be(Decision.NoGo);
        run.Evaluation.Verdicts.Single().Verdict.Should().Be(Verdict.NotMeasured);
    }

    [Fact]
    public async Task Without_a_baseline_it_says_that_one_is_needed()
    {
        (await _gate.RunAsync("gate smoke", Sample)).Should().Be(104);

        _gate.Error.Should().Be("error: Option '--baseline' is required.\n  See: loadlab gate --help\n");
    }

    [Fact]
    public async Task The_baseline_of_a_suite_is_meant_by_its_name()
    {
        await _gate.RunAsync("baseline set latest", Sample);
        _gate.Keep("20261123T100000Z-smoke-slow", Sample with { MedianMicros = 500_000 });

        (await _gate.GateAsync(Sample with { Seed = 3 }, name: "smoke")).Should().Be(0, _gate.Error);

        _gate.Out.Should().Contain("  before  20261123T083000Z-smoke-base\n");
    }
}
