using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Slos;

public sealed class ThresholdTests
{
    [Theory]
    [InlineData("browse", 95.0, 100.0, Verdict.Pass, "student/browse/p95")]
    [InlineData("browse", 95.0, 30.0, Verdict.Fail, "student/browse/p95")]
    [InlineData("*", 99.9, 30.0, Verdict.Fail, "student/*/p99.9")]
    [InlineData("nothing", 95.0, 30.0, Verdict.NotMeasured, "student/nothing/p95")]
    [InlineData("browse", null, 0.02, Verdict.Pass, "student/browse/errors")]
    [InlineData("*", null, 0.001, Verdict.Fail, "student/*/errors")]
    public void A_limit_in_code_is_a_required_row_of_its_own(string step, double? percentile, double below, Verdict expected, string id)
    {
        var evaluation = Judge(new RecordBuilder { Class = (_, _, i) => i == 0 ? ResultClasses.Refused : ResultClasses.Ok }, new ThresholdPlan("student", step, percentile, below));

        var verdict = EvaluatorTests.Of(evaluation, id);
        verdict.Should().Match<SloVerdict>(v => v.Verdict == expected && v.Source == "code" && v.Tier == SloTier.Slo && v.Required);
        verdict.Samples.Should().Be(expected == Verdict.NotMeasured ? 0 : 60 * (percentile is null ? 150 : 149));
        evaluation.ExitCode.Should().Be(expected switch
        {
            Verdict.Fail => ExitCode.SloFailed,
            Verdict.NotMeasured => ExitCode.Inconclusive,
            _ => ExitCode.Ok,
        });
    }

    [Fact]
    public void Another_scenario_of_the_same_step_does_not_count()
    {
        EvaluatorTests.Of(Judge(new RecordBuilder(), new ThresholdPlan("teacher", "browse", 95, 1)), "teacher/browse/p95").Verdict.Should().Be(Verdict.NotMeasured);
    }

    [Fact]
    public void It_is_judged_in_the_phases_that_have_it_and_takes_the_worst()
    {
        var record = new RecordBuilder { ResponseMicros = (phase, second, i) => phase == "rate" ? 900_000 + i : 10_000 + second }.Build();
        var threshold = new ThresholdPlan("student", "browse", 95, 500);

        EvaluatorTests.Of(Judge(With(record, threshold)), threshold.Id).Should().Match<SloVerdict>(verdict => verdict.Verdict == Verdict.Fail && verdict.Phase == "rate");
        EvaluatorTests.Of(Judge(With(record, threshold, "users")), threshold.Id).Should().Match<SloVerdict>(verdict => verdict.Verdict == Verdict.Pass && verdict.Phase == "users");
    }

    private static RunEvaluation Judge(RecordBuilder builder, ThresholdPlan threshold) => Judge(With(builder.Build(), threshold));

    private static RunEvaluation Judge(RunRecord record) => Evaluator.Evaluate(record with { Plan = record.Plan with { Slos = ["db-pool"] } }, RecordBuilder.Catalogue);

    private static RunRecord With(RunRecord record, ThresholdPlan threshold, string? onlyPhase = null) => record with
    {
        Plan = record.Plan with { Phases = [.. record.Plan.Phases.Select(phase => onlyPhase is null || phase.Name == onlyPhase ? phase with { Thresholds = [threshold] } : phase)] },
    };
}
