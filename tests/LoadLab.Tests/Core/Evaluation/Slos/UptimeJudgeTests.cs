using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Tests.Core.Evaluation.Slos;

public sealed class UptimeJudgeTests
{
    [Fact]
    public void A_minute_of_answers_shows_95_percent_and_not_99_98()
    {
        // 0.05^(1/60): the lower end with 60 of 60.
        Judge(_ => 1, 0.95).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && Math.Abs(v.Low!.Value - 0.951297) < 1e-6 && v.Samples == 60 && v.Measure == MeasureNames.DbUp);

        var open = Judge(_ => 1, 0.9998);
        open.Verdict.Should().Be(Verdict.Inconclusive);
        open.Reason.Should().EndWith("against ≥ 99.98%: even without an outage, 14,978 samples are needed, one a second.");
    }

    [Fact]
    public void An_outage_fails_the_row_and_says_since_when()
    {
        var verdict = Judge(second => second is >= 70 and < 85 ? 0 : 1, 0.9995);

        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.Measured == 0.75 && v.FirstCrossedSecond == 70 && v.Phase == "rate");
        verdict.Reason.Should().StartWith("db.up was 1 in 45 of 60 samples in phase 'rate': 75 %");
    }

    [Fact]
    public void One_lost_sample_of_a_minute_decides_nothing_and_says_what_would()
    {
        var verdict = Judge(second => second == 5 ? 0 : 1, 0.95);

        verdict.Verdict.Should().Be(Verdict.Inconclusive);
        verdict.Reason.Should().EndWith("without a further outage, 110 samples are needed, one a second.");
    }

    [Fact]
    public void Seconds_without_a_sample_may_have_been_an_outage()
    {
        var gaps = Judge(second => second % 60 is >= 10 and < 30 ? double.NaN : 1, 0.9);
        gaps.Verdict.Should().Be(Verdict.Inconclusive, "40 of 40 alone would show 92.8 %");
        gaps.Reason.Should().Contain("40 of 40 samples (and 19 seconds have no sample)");

        Judge(second => second % 60 == 59 ? double.NaN : 1, 0.95).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Pass && v.Samples == 59, "one at the edge is where the phase ends");
        Judge(_ => double.NaN, 0.5).Verdict.Should().Be(Verdict.NotMeasured, "what never had a sample is not there");
    }

    [Fact]
    public void A_hundred_percent_is_never_proven_and_is_disproven_by_one_outage()
    {
        Judge(_ => 1, 1).Should().Match<SloVerdict>(v => v.Verdict == Verdict.Inconclusive && v.Reason.EndsWith("no number of samples proves 100 %, and one outage disproves it."));
        Judge(second => second == 5 ? 0 : 1, 1).Verdict.Should().Be(Verdict.Fail);
    }

    [Fact]
    public void Without_the_probe_it_is_not_measured() =>
        Made.Judge(new RecordBuilder().Build(), Row(0.9)).Should().Match<SloVerdict>(v => v.Verdict == Verdict.NotMeasured && v.Reason == "No probe measured db.up.");

    private static SloVerdict Judge(Func<int, double> up, double limit)
    {
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.DbUp] = up;
        return Made.Judge(builder.Build(), Row(limit));
    }

    private static AvailabilitySlo Row(double limit) => new()
    {
        Id = "db-availability",
        Title = "Database availability",
        Tier = SloTier.Slo,
        Source = "3.1/2",
        Service = Made.Service,
        Measure = MeasureNames.DbUp,
        Objective = new Objective(ComparisonOperator.GreaterThanOrEqual, limit, "ratio", (limit * 100).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) + "%"),
    };
}
