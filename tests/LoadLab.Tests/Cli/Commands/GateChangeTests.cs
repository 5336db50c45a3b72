using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Cli.Commands;

/// <summary>Changes that a run is made for, and approvals of them.</summary>
public sealed class GateChangeTests : IDisposable
{
    private static readonly ComparisonSample Sample = GateHarness.Sample;

    private readonly GateHarness _gate = new();

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task An_infrastructure_change_that_is_no_worse_is_a_GO_and_keeps_what_it_was_held_against()
    {
        (await _gate.RunAsync("gate smoke --baseline latest --change infrastructure-change", Sample with { Seed = 3 })).Should().Be(0, _gate.Error + _gate.Out);

        var run = _gate.Store.Read("latest");
        run.Evaluation!.Decision.Should().Be(Decision.Go);
        run.Evaluation.Regression!.Baseline.Should().Equal("20261123T083000Z-smoke-base");
        run.Evaluation.Conditions.Select(condition => (condition.Condition, condition.State)).Should().Equal(("required-slos-pass", ConditionState.Holds), ("no-regression", ConditionState.Holds));
        Evaluator.Evaluate(run.Record, RecordBuilder.Catalogue, run.Evaluation.Regression).Should().BeEquivalentTo(run.Evaluation, "judging it again years later says the same");
    }

    [Fact]
    public async Task An_infrastructure_change_that_is_worse_ends_with_98_in_the_run_too()
    {
        (await _gate.RunAsync("gate smoke --baseline latest --change infrastructure-change", Sample with { Seed = 3, MedianMicros = 60_000 })).Should().Be(98, _gate.Error + _gate.Out);

        _gate.Store.Read("latest").Evaluation.Should().Match<RunEvaluation>(evaluation => evaluation.Decision == Decision.NoGo && evaluation.ExitCode == ExitCode.Regression);
    }

    [Fact]
    public async Task An_approved_emergency_is_a_GO_WITH_APPROVAL_although_it_failed_and_is_worse()
    {
        var junit = Path.Combine(_gate.Directory, "gate.xml");
        (await _gate.RunAsync($"gate smoke --baseline latest --change emergency-change --approved-by Ada --approval INC-4711 --junit {junit}", Sample with { Seed = 3, MedianMicros = 900_000 }))
            .Should().Be(0, _gate.Error + _gate.Out);

        _gate.LastLine.Should().StartWith("Gate  GO WITH APPROVAL: approved by Ada on ").And.Contain("It covers: api-response-p95 failed; worse than baseline 'latest': rate-10 p50");
        var text = File.ReadAllText(junit);
        text.Should().Contain("GO WITH APPROVAL").And.Contain("FAIL, approved").And.NotContain("<failure");
    }

    [Theory]
    [InlineData("--change emergency-change", 900_000, 0, 99)]
    [InlineData("--change emergency-change --approved-by Ada --approval INC-4711", 900_000, 500, 97)]
    [InlineData("--change feature-release", 40_000, 0, 96)]
    public async Task Other_changes_end_with_their_codes(string change, double median, long dropped, int code) =>
        (await _gate.RunAsync($"gate smoke --baseline latest {change}", Sample with { Seed = 3, MedianMicros = median }, dropped: dropped)).Should().Be(code, _gate.Error + _gate.Out);

    [Fact]
    public async Task A_run_of_an_infrastructure_change_is_refused_before_anything_starts()
    {
        (await _gate.RunAsync("run smoke --change infrastructure-change", Sample)).Should().Be(104);

        _gate.Error.Should().StartWith("error: 'infrastructure-change' needs a baseline: loadlab gate smoke --baseline NAME --change infrastructure-change\n");
        _gate.WasRun.Should().BeFalse();
    }

    [Fact]
    public async Task An_approval_without_its_reason_is_refused_before_anything_starts()
    {
        (await _gate.RunAsync("run smoke --change emergency-change --approved-by Ada", Sample)).Should().Be(104);

        _gate.Error.Should().StartWith("error: An approval needs both --approved-by NAME and --approval TEXT");
        _gate.WasPrepared.Should().BeFalse();
    }
}
