using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation;

public sealed class AdHocEvaluatorTests
{
    [Fact]
    public void A_valid_run_is_not_judged_and_ends_with_0()
    {
        var evaluation = AdHocEvaluator.Evaluate(WithoutSlos(new RecordBuilder().Build()));

        evaluation.Validity.Status.Should().Be(ValidityStatus.Valid);
        evaluation.Decision.Should().Be(Decision.NotJudged);
        evaluation.Verdicts.Should().BeEmpty();
        evaluation.ExitCode.Should().Be(ExitCode.Ok);
    }

    [Theory]
    [InlineData(500, ExitCode.Ok, Decision.Go)]
    [InlineData(5, ExitCode.SloFailed, Decision.NoGo)]
    public void Thresholds_of_scenarios_judge_it(double below, ExitCode exitCode, Decision decision)
    {
        var record = WithoutSlos(new RecordBuilder().Build());
        record = record with { Plan = record.Plan with { Phases = [.. record.Plan.Phases.Select(phase => phase with { Thresholds = [new ThresholdPlan("student", "browse", 95, below)] })] } };

        var evaluation = AdHocEvaluator.Evaluate(record);

        evaluation.ExitCode.Should().Be(exitCode);
        evaluation.Decision.Should().Be(decision);
    }

    [Fact]
    public void An_invalid_run_says_why_and_ends_with_97()
    {
        var evaluation = AdHocEvaluator.Evaluate(WithoutSlos(new RecordBuilder { Dropped = 1 }.Build()));

        evaluation.ExitCode.Should().Be(ExitCode.InvalidRun);
        evaluation.Reasons.Should().Equal("The run is invalid and its figures are not the target's: dropped.");
    }

    [Fact]
    public void An_interrupted_run_ends_with_105()
    {
        AdHocEvaluator.Evaluate(WithoutSlos(new RecordBuilder { Outcome = RunOutcome.Interrupted }.Build())).ExitCode.Should().Be(ExitCode.Interrupted);
    }

    [Fact]
    public void A_run_in_which_nothing_succeeded_ends_with_96()
    {
        var evaluation = AdHocEvaluator.Evaluate(WithoutSlos(new RecordBuilder { Class = (_, _, _) => ResultClasses.Refused }.Build()));

        evaluation.ExitCode.Should().Be(ExitCode.Inconclusive);
        evaluation.Reasons.Should().Equal("No request succeeded, so no time of a success was measured.");
    }

    [Theory]
    [InlineData(ResultClasses.Exception, true, ExitCode.Inconclusive, "No iteration succeeded: N ended and failed, N of them by 'exception': first of them")]
    [InlineData(ResultClasses.Check, true, ExitCode.Ok, "The run is valid. No SLO was asked for, so nothing passed or failed. No iteration succeeded: N ended and failed, N of them by 'check': first of them")]
    [InlineData(ResultClasses.Check, false, ExitCode.Inconclusive, "No request and no iteration succeeded: N ended and failed, N of them by 'check': first of them")]
    public void A_script_whose_iterations_all_failed_says_why_and_not_that_no_request_succeeded(string failure, bool requestsSucceed, ExitCode exitCode, string reason)
    {
        var record = WithoutSlos(new RecordBuilder { Class = (_, _, _) => failure }.Build());
        var step = record.Seconds.SelectMany(second => second.Slices).First();
        record = record with
        {
            Plan = record.Plan with { Script = new ScriptPlan("script.js", []) },
            Phases = [.. record.Phases.Select(phase => phase with { Failures = [new FailureCount("default", SeriesKey.WholeIteration, failure, "", phase.Measured.Failed, 0, 1, "first of them", "")] })],
            Seconds = requestsSucceed ? [record.Seconds[0] with { Slices = [.. record.Seconds[0].Slices, step with { Key = step.Key with { Step = "GET /", Class = ResultClasses.Ok } }] }, .. record.Seconds.Skip(1)] : record.Seconds,
        };

        var evaluation = AdHocEvaluator.Evaluate(record);

        evaluation.ExitCode.Should().Be(exitCode);
        System.Text.RegularExpressions.Regex.Replace(string.Join(' ', evaluation.Reasons), "[0-9]+", "N").Should().Be(reason);
    }

    [Theory]
    [InlineData(2_000, FindingSeverity.Invalid)]
    [InlineData(600, FindingSeverity.Warning)]
    [InlineData(200, null)]
    public void A_generator_that_stood_still_for_over_a_hundredth_of_the_time_is_invalid(double pauseMs, FindingSeverity? severity)
    {
        // Two phases of 60 s: 1 % is 1.2 s.
        var record = WithoutSlos(new RecordBuilder().Build());
        record = record with { Health = [.. record.Health.Select((second, i) => i == 10 ? second with { CanaryLateMs = pauseMs } : second)] };

        var findings = AdHocEvaluator.Evaluate(record).Validity.Findings.Where(finding => finding.Check == "generator-paused").ToList();

        findings.Select(finding => (FindingSeverity?)finding.Severity).Should().Equal(severity is null ? [] : [severity]);
    }

    private static RunRecord WithoutSlos(RunRecord record) => record with { Plan = record.Plan with { Slos = [], Catalogue = "" } };
}
