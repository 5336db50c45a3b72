using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Slos;
using LoadLab.Core.Measurement;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation;

public sealed class EvaluatorTests
{
    [Fact]
    public void A_good_run_is_a_go()
    {
        var evaluation = Evaluate(new RecordBuilder());

        evaluation.Verdicts.Where(verdict => verdict.Required).Should().OnlyContain(verdict => verdict.Verdict == Verdict.Pass);
        evaluation.Validity.Status.Should().Be(ValidityStatus.Valid);
        evaluation.Decision.Should().Be(Decision.Go);
        evaluation.ExitCode.Should().Be(ExitCode.Ok);
        Of(evaluation, "capacity-users").Reason.Should().Be("Held 1,000 users in phase 'users' for 60 s, and 6 linked SLOs passed.");
        Of(evaluation, "capacity-rps").Should().Match<SloVerdict>(verdict => verdict.Measured == 150 && verdict.Phase == "rate");
    }

    [Fact]
    public void Answers_of_700_ms_fail_the_SLO_pass_the_SLA_and_warn_together()
    {
        var evaluation = Evaluate(new RecordBuilder { ResponseMicros = (_, second, i) => 700_000 + (i * 100) + second });

        var slo = Of(evaluation, "api-response-p95");
        slo.Verdict.Should().Be(Verdict.Fail);
        slo.FirstCrossedSecond.Should().Be(0);
        slo.Low.Should().BeGreaterThan(700);
        slo.Limit.Should().Be(600);
        Of(evaluation, "api-response-p95-sla").Verdict.Should().Be(Verdict.Pass);
        Of(evaluation, "capacity-users").Verdict.Should().Be(Verdict.Fail);
        IndicatorStatus.Summarise(evaluation.Verdicts, RecordBuilder.Catalogue).Should().Contain(new IndicatorStatus("api-response-p95-sla", "api-response-p95", "API response time P95", Verdict.Warn));
        evaluation.Reasons.Should().Contain("WARN API response time P95: inside the SLA (api-response-p95-sla), outside the SLO (api-response-p95).");
        evaluation.ExitCode.Should().Be(ExitCode.SloFailed);
        evaluation.Decision.Should().Be(Decision.NoGo);
    }

    [Fact]
    public void A_good_phase_does_not_dilute_a_bad_one()
    {
        var evaluation = Evaluate(new RecordBuilder { ResponseMicros = (phase, second, i) => phase == "rate" && second >= 80 ? 900_000 + i : 10_000 + second });

        var verdict = Of(evaluation, "api-response-p95");
        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.Phase == "rate" && v.FirstCrossedSecond == 80);
        Of(evaluation, "capacity-users").Verdict.Should().Be(Verdict.Pass, "the users' phase itself was good");
        Of(evaluation, "capacity-rps").Verdict.Should().Be(Verdict.Fail);
    }

    [Fact]
    public void Fast_failures_do_not_flatter_and_timeouts_do_not_hide()
    {
        // One in ten fails at once: the percentile is of the others, and the error ratio fails.
        var flattered = Evaluate(new RecordBuilder { Class = (_, _, i) => i % 10 == 0 ? ResultClasses.Refused : ResultClasses.Ok, ResponseMicros = (_, _, i) => i % 10 == 0 ? 1 : 650_000 });
        Of(flattered, "api-response-p95").Samples.Should().Be(60 * 150 * 9 / 10);
        Of(flattered, "api-errors").Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && Math.Abs(v.Measured!.Value - 0.1) < 1e-9);

        var hidden = Evaluate(new RecordBuilder { Class = (_, _, i) => i % 10 == 0 ? ResultClasses.Timeout : ResultClasses.Ok, ResponseMicros = (_, _, i) => i % 10 == 0 ? 30_000_000 : 10_000 });
        Of(hidden, "api-response-p95").Verdict.Should().Be(Verdict.Fail);
    }

    [Fact]
    public void A_full_pool_fails_and_says_since_when()
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.DbPoolUsed] = second => second < 70 ? 5 : 45;

        var verdict = Of(Evaluate(builder), "db-pool");

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && Math.Abs(v.Measured!.Value - 0.9) < 1e-12 && v.Unit == "ratio" && v.Phase == "rate");
        verdict.FirstCrossedSecond.Should().BeInRange(77, 79, "the mean over ten seconds crosses when nearly all of them are high");
    }

    [Fact]
    public void A_pool_that_is_full_for_a_moment_is_used_and_not_too_small()
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.DbPoolUsed] = second => second is 30 or 31 ? 50 : 5;

        Of(Evaluate(builder), "db-pool").Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && Math.Abs(v.Measured!.Value - 0.28) < 1e-9);
    }

    [Fact]
    public void No_data_never_passes()
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.RedisMemoryMax] = _ => 0;
        builder.Probes[MeasureNames.QueueLength] = second => second < 3 ? 1 : double.NaN;
        builder.Probes.Remove(MeasureNames.DbPoolMax);

        var evaluation = Evaluate(builder);

        Of(evaluation, "redis-memory").Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && v.Reason == "redis.memory.max is 0: no limit is configured, so there is no share of it. Configure one.");
        Of(evaluation, "queue-length").Verdict.Should().Be(Verdict.Inconclusive);
        Of(evaluation, "db-pool").Reason.Should().Be("No probe measured db.pool.max, the whole of which db.pool.used is a part.");
        Of(evaluation, "capacity-users").Verdict.Should().Be(Verdict.Inconclusive);
        Of(evaluation, "db-query-p95").Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && !v.Required);
        evaluation.ExitCode.Should().Be(ExitCode.Inconclusive);
    }

    [Fact]
    public void Nothing_but_failures_is_no_response_time()
    {
        var verdict = Of(Evaluate(new RecordBuilder { Class = (_, _, _) => ResultClasses.Refused }), "api-response-p95");

        verdict.Verdict.Should().Be(Verdict.Inconclusive);
        verdict.Reason.Should().Be("None of 9,000 requests succeeded or timed out, so there is no time to judge.");
    }

    [Fact]
    public void A_row_about_a_load_that_the_suite_does_not_offer_decides_nothing()
    {
        var evaluation = Evaluate(new RecordBuilder { Users = 50, UsersAlive = 50, Rate = 100 });

        Of(evaluation, "capacity-users").Should().Match<SloVerdict>(v =>
            v.Verdict == Verdict.NotMeasured && !v.Required && v.Reason == "The suite offered 50 users at most, and the row asks about 1,000 users.");
        evaluation.ExitCode.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public void A_hold_shorter_than_the_row_asks_for_says_so()
    {
        var catalogue = RecordBuilder.Catalogue with
        {
            Slos = [.. RecordBuilder.Catalogue.Slos.Select(slo => slo is CapacitySlo capacity ? capacity with { Hold = TimeSpan.FromMinutes(10) } : slo)],
        };

        var evaluation = Evaluator.Evaluate(new RecordBuilder().Build(), catalogue);

        Of(evaluation, "capacity-users").Reason.Should().Be("Held 1,000 users in phase 'users' for 60 s of the 10m that the row asks for, and 6 linked SLOs passed.");
    }

    [Fact]
    public void The_same_record_is_judged_the_same_every_time()
    {
        var record = new RecordBuilder().Build();

        Evaluator.Evaluate(record, RecordBuilder.Catalogue).Should().BeEquivalentTo(Evaluator.Evaluate(record, RecordBuilder.Catalogue));
    }

    [Fact]
    public void Scenarios_without_steps_are_judged_by_their_iterations()
    {
        Of(Evaluate(new RecordBuilder { Step = "*" }), "api-response-p95").Samples.Should().Be(9_000);
        Of(Evaluate(new RecordBuilder { Step = "upload" }), "api-response-p95").Verdict.Should().Be(Verdict.NotMeasured, "uploads are not of the API's service");
    }

    [Fact]
    public void Few_samples_say_how_long_to_hold()
    {
        var verdict = Of(Evaluate(new RecordBuilder { Rate = 5, Users = 50, UsersAlive = 50 }), "api-response-p99");

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.High == null && v.Samples == 300);
        verdict.Reason.Should().EndWith("a P99 needs at least 368. At this rate, hold for at least 74 s.");
    }

    [Fact]
    public void A_subset_of_the_catalogue_is_judged_alone_and_must_be_known()
    {
        Evaluate(new RecordBuilder { Slos = ["db-pool"] }).Verdicts.Should().ContainSingle().Which.Id.Should().Be("db-pool");
        ((Action)(() => Evaluate(new RecordBuilder { Slos = ["db-pol"] }))).Should().Throw<LoadLabException>()
            .WithMessage("slos: catalogue 'lms' has no SLO 'db-pol'. Did you mean 'db-pool'?");
    }

    [Theory]
    [InlineData(Verdict.Pass, Verdict.Fail, Verdict.Warn)]
    [InlineData(Verdict.Fail, Verdict.Fail, Verdict.Fail)]
    [InlineData(Verdict.Pass, Verdict.Pass, Verdict.Pass)]
    [InlineData(Verdict.Inconclusive, Verdict.Fail, Verdict.Fail)]
    [InlineData(Verdict.Pass, Verdict.Inconclusive, Verdict.Inconclusive)]
    [InlineData(Verdict.NotMeasured, Verdict.Pass, Verdict.Pass)]
    [InlineData(Verdict.NotMeasured, Verdict.NotMeasured, Verdict.NotMeasured)]
    public void An_SLA_and_an_SLO_on_one_indicator_combine(Verdict sla, Verdict slo, Verdict together)
    {
        IndicatorStatus.Combine(sla, slo).Should().Be(together);
    }

    internal static RunEvaluation Evaluate(RecordBuilder builder) => Evaluator.Evaluate(builder.Build(), RecordBuilder.Catalogue);

    internal static SloVerdict Of(RunEvaluation evaluation, string id) => evaluation.Verdicts.Single(verdict => verdict.Id == id);
}
