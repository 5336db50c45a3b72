using LoadLab.Core;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Catalogue;

namespace LoadLab.Tests.Core.Evaluation.Slos;

/// <summary>The whole document judged: what a run cannot measure says so, and changes no decision.</summary>
public sealed class NotMeasuredTests
{
    private static readonly RunEvaluation Good = Evaluator.Evaluate(new RecordBuilder().Build(), RecordBuilder.Catalogue);

    [Fact]
    public void A_row_that_a_run_cannot_measure_has_its_reason_as_verdict()
    {
        var catalogue = RecordBuilder.Catalogue with
        {
            Slos = [.. RecordBuilder.Catalogue.Slos.Select(slo => slo.Id.StartsWith("api-availability", StringComparison.Ordinal) ? slo with { NotMeasured = "Nobody looked." } : slo)],
        };

        var verdicts = Evaluator.Evaluate(new RecordBuilder().Build(), catalogue).Verdicts.Where(verdict => verdict.Reason == "Nobody looked.").ToList();

        verdicts.Should().HaveCount(2).And.OnlyContain(verdict => verdict.Verdict == Verdict.NotMeasured && !verdict.Required && verdict.Measured == null);
    }

    [Fact]
    public void Each_row_has_a_verdict_and_a_good_run_is_GO()
    {
        Good.Verdicts.Select(verdict => verdict.Id).Should().Equal(RecordBuilder.Catalogue.Slos.Select(slo => slo.Id));
        (Good.Decision, Good.ExitCode).Should().Be((Decision.Go, ExitCode.Ok));
        Good.Verdicts.Where(verdict => verdict.Required).Select(verdict => verdict.Id).Should().BeEquivalentTo(
            "api-response-p95-sla", "api-response-p99-sla", "api-errors", "api-response-p95", "api-response-p99",
            "capacity-users", "capacity-rps", "db-pool", "redis-memory", "queue-length");
    }

    [Theory]
    [InlineData("email-p95-sla", "No probe measured email.delivery_time.")]
    [InlineData("email-p99-sla", "No probe measured email.delivery_time.")]
    [InlineData("background-availability-sla", "No probe measured jobs.submitted.")]
    public void A_row_that_the_stack_of_this_run_did_not_show_never_passes(string id, string reason) =>
        Good.Verdicts.Single(verdict => verdict.Id == id).Should().Match<SloVerdict>(verdict => verdict.Verdict == Verdict.NotMeasured && verdict.Reason == reason);

    [Fact]
    public void A_finding_of_its_measure_says_why_a_row_is_not_measured()
    {
        var finding = new Finding(MeasureNames.EmailDeliveryTime, FindingSeverity.Info, "this stack had no mail server.", "one", "Run: loadlab setup");

        var evaluation = Evaluator.Evaluate(new RecordBuilder().Build() with { Findings = [finding] }, RecordBuilder.Catalogue);

        evaluation.Verdicts.Single(verdict => verdict.Id == "email-p95-sla").Reason.Should().Be("No probe measured email.delivery_time: this stack had no mail server. Run: loadlab setup");
    }

    [Fact]
    public void A_measure_that_was_declared_and_never_had_a_sample_is_not_measured_and_its_finding_says_why()
    {
        var builder = new RecordBuilder { Probes = { [MeasureNames.QueueLength] = _ => double.NaN } };
        var finding = new Finding(MeasureNames.QueueLength, FindingSeverity.Warning, "'jobs' never had an item.", "", "Look.");

        var evaluation = Evaluator.Evaluate(builder.Build() with { Findings = [finding] }, RecordBuilder.Catalogue);

        evaluation.Verdicts.Single(verdict => verdict.Id == "queue-length").Should().Match<SloVerdict>(verdict =>
            verdict.Verdict == Verdict.NotMeasured && verdict.Measured == null && verdict.Reason == "No probe measured queue.length: 'jobs' never had an item. Look.");
    }

    [Fact]
    public void A_row_that_holds_under_a_load_is_judged_as_not_measured_there_too()
    {
        var catalogue = RecordBuilder.Catalogue with
        {
            Slos = [.. RecordBuilder.Catalogue.Slos.Select(slo => slo.Id == "db-pool" ? slo with { NotMeasured = "Nobody looked." } : slo)],
        };

        var evaluation = Evaluator.Evaluate(new RecordBuilder().Build(), catalogue);

        evaluation.Verdicts.Single(verdict => verdict.Id == "capacity-rps").Should().Match<SloVerdict>(verdict =>
            verdict.Verdict == Verdict.Inconclusive && verdict.Reason.Contains("db-pool could not be decided", StringComparison.Ordinal));
    }

    [Fact]
    public void The_severities_count_their_own_classes()
    {
        var builder = new RecordBuilder { Class = (_, second, i) => second % 2 == 0 && i == 0 ? "status" : "ok" };

        var evaluation = Evaluator.Evaluate(builder.Build(), RecordBuilder.Catalogue);

        double? Measured(string id) => evaluation.Verdicts.Single(verdict => verdict.Id == id).Measured;
        Measured("api-errors-critical").Should().Be(0);
        Measured("api-errors-medium").Should().BeApproximately(1 / 300.0, 1e-9);
        Measured("api-errors").Should().BeApproximately(1 / 300.0, 1e-9);
        Measured("api-availability").Should().BeApproximately(1 - (1 / 300.0), 1e-9);
    }

    [Fact]
    public void The_reason_is_read_from_the_text()
    {
        var read = (string line) => LmsText.Parse("email-p95-sla", "required: false", line).Slos.Single(slo => slo.Id == "email-p95-sla").NotMeasured;

        read("required: false").Should().BeEmpty();
        read("required: false\n    notMeasured: Nobody looked.").Should().Be("Nobody looked.");
    }
}
