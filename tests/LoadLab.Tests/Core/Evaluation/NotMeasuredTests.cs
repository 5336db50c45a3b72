using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Tests.Core.Catalogue;

namespace LoadLab.Tests.Core.Evaluation;

/// <summary>The whole document judged: what a run cannot measure says so, and changes no decision.</summary>
public sealed class NotMeasuredTests
{
    private static readonly RunEvaluation Good = Evaluator.Evaluate(new RecordBuilder().Build(), RecordBuilder.Catalogue);

    [Fact]
    public void A_row_that_a_run_cannot_measure_has_its_reason_as_verdict()
    {
        foreach (var slo in RecordBuilder.Catalogue.Slos.Where(slo => slo.NotMeasured.Length > 0))
        {
            var verdict = Good.Verdicts.Single(verdict => verdict.Id == slo.Id);

            (verdict.Verdict, verdict.Reason, verdict.Required, verdict.Measured).Should().Be((Verdict.NotMeasured, slo.NotMeasured, false, null));
        }

        Good.Verdicts.Count(verdict => verdict.Reason.StartsWith("No stack of LoadLab has an SMTP server", StringComparison.Ordinal)).Should().Be(2);
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

    [Fact]
    public void Without_its_reason_such_a_row_still_never_passes()
    {
        var catalogue = RecordBuilder.Catalogue with { Slos = [.. RecordBuilder.Catalogue.Slos.Select(slo => slo with { NotMeasured = "" })] };

        var evaluation = Evaluator.Evaluate(new RecordBuilder().Build(), catalogue);

        foreach (var slo in RecordBuilder.Catalogue.Slos.Where(slo => slo.NotMeasured.Length > 0))
        {
            evaluation.Verdicts.Single(verdict => verdict.Id == slo.Id).Verdict.Should().Be(Verdict.NotMeasured, slo.Id);
        }
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
    public void A_text_without_the_reason_is_read_as_measured()
    {
        var slo = LmsText.Parse("email-p95-sla", "notMeasured: No stack of LoadLab has an SMTP server, so no mail is taken.", "").Slos.Single(slo => slo.Id == "email-p95-sla");

        slo.NotMeasured.Should().BeEmpty();
    }
}
