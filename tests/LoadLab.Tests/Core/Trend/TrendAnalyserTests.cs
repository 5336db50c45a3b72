using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;
using LoadLab.Core.Trend;
using LoadLab.Core.Verdicts;
using LoadLab.Sdk;
using LoadLab.Tests.Core.Comparison;
using LoadLab.Tests.Core.Store;
using MathNet.Numerics.Distributions;

namespace LoadLab.Tests.Core.Trend;

public sealed class TrendAnalyserTests
{
    private static readonly TrendLimit Slo = new("api-response-p95", SloTier.Slo, ComparisonOperator.LessThan, 600);
    private static readonly TrendLimit Sla = new("api-response-p95-sla", SloTier.Sla, ComparisonOperator.LessThan, 800);

    [Fact]
    public void A_change_is_named_by_its_run_and_the_power_is_stated()
    {
        var trend = Analyse(i => i < 15 ? 100 : 130, runs: 30, noise: 4);

        var change = trend.Changes.Should().ContainSingle().Subject;
        trend.Series.Points[change.Place].RunId.Should().Be("run-15");
        change.Magnitude.Should().BeApproximately(0.3, 0.05);
        trend.Variation.Should().BeInRange(0.02, 0.06);
        trend.SmallestShift.Should().BeInRange(0.05, 0.12);
    }

    [Fact]
    public void A_steady_rise_is_one_trend_and_no_stairs_but_a_step_before_it_stays()
    {
        var drift = Analyse(i => 300 + (10 * i), runs: 20, noise: 8);
        drift.Changes.Should().BeEmpty();
        drift.Variation.Should().BeInRange(0.012, 0.03, "8 ms of about 400 ms, without the rise itself");

        var both = Analyse(i => i < 20 ? 200 : 300 + (8 * (i - 20)), runs: 45, noise: 4);

        both.Series.Points[both.Changes.Should().ContainSingle().Subject.Place].RunId.Should().BeOneOf("run-19", "run-20", "run-21");
    }

    [Fact]
    public void A_rise_of_10_ms_a_day_has_its_date_and_an_interval_that_holds_the_true_one()
    {
        // 300 + 10 ms a day crosses 600 ms after 30 days; the SLO comes before the SLA.
        var forecast = Analyse(i => 300 + (10 * i), runs: 20, noise: 8, Sla, Slo).Forecast;

        var truth = StoredSample.Start.AddDays(30);
        forecast.Limit.Should().Be(Slo);
        forecast.Earliest.Should().BeBefore(truth);
        forecast.Latest.Should().BeAfter(truth);
        forecast.Date!.Value.Should().BeCloseTo(truth, TimeSpan.FromDays(3));
        forecast.Reason.Should().MatchRegex("^rises by (9|10)[.0-9]* ms a day; damped smoothing ");
    }

    [Theory]
    [InlineData(0, 20, "no trend, no date")]
    [InlineData(10, 9, "no date: 9 runs since the last change, 10 needed")]
    [InlineData(-10, 20, "no date: falls by ")]
    [InlineData(40, 20, "crossed already; rises by ")]
    [InlineData(0.9, 20, "no date: rises by ")]
    public void Without_a_trend_towards_the_limit_there_is_no_date(double perDay, int runs, string reason)
    {
        var forecast = Analyse(i => 300 + (perDay * i), runs, noise: 1, Slo).Forecast;

        forecast.Reason.Should().StartWith(reason);
        (forecast.Date, forecast.Earliest, forecast.Latest).Should().Be((null, null, null));
    }

    [Fact]
    public void Flat_histories_get_a_date_in_at_most_one_of_twenty()
    {
        var dates = Enumerable.Range(0, 200).Count(seed =>
            BreachForecaster.Of(Points(_ => 590, 20, noise: 5, seed), [Slo], "ms") is { Date: not null });

        dates.Should().BeLessThanOrEqualTo(10);
    }

    [Fact]
    public void Only_sound_runs_with_the_load_of_the_newest_make_a_history()
    {
        var sample = new ComparisonSample { Seconds = 20 };
        TrendRun Run(ComparisonSample made, string id, ValidityStatus validity = ValidityStatus.Valid) =>
            new(made.Run(id).Record, StoredSample.Evaluation with { Validity = new Validity(validity, []) });

        var fit = TrendReader.Fit([Run(sample with { Seconds = 30 }, "old"), Run(sample, "a"), Run(sample, "b", ValidityStatus.Invalid), Run(sample, "c")], out var leftOut);

        fit.Select(run => run.Record.RunId).Should().Equal("a", "c");
        leftOut.Should().Equal("1 run that is INVALID", "1 run that is of another load than c");
    }

    [Fact]
    public void An_slo_and_its_sla_are_one_history_with_two_limits()
    {
        var slo = StoredSample.Evaluation.Verdicts[0] with { Measured = 412, Low = 400, High = 431, Verdict = Verdict.Pass };
        var sla = slo with { Id = "api-response-p95-sla", Tier = SloTier.Sla, Limit = 800 };
        var run = new TrendRun(StoredSample.Record, StoredSample.Evaluation with { Verdicts = [sla, slo] });

        var series = TrendReader.Verdicts([run, run]).Should().ContainSingle().Subject;

        series.Measure.Should().Be("api-response-p95");
        series.Points.Should().HaveCount(2).And.OnlyContain(point => point.Value == 412 && point.Low == 400 && point.High == 431);
        series.Limits.Should().BeEquivalentTo([Slo, Sla]);
    }

    [Fact]
    public void A_figure_has_the_value_of_its_run_and_an_interval_around_it()
    {
        var series = TrendReader.Figures([new ComparisonSample().Run("a").Record, new ComparisonSample { Seed = 2 }.Run("b").Record], [FigureKind.P95, FigureKind.Throughput]);

        series.Select(one => one.Measure).Should().Equal("rate-10 p95", "rate-10 throughput");
        series.Should().OnlyContain(one => one.Points.Count == 2 && one.Points[1].RunId == "b");
        var point = series[0].Points[0];

        point.Value.Should().BeInRange(80, 100, "the P95 of a lognormal is 40 ms · e^(1.645 · 0.5) = 91 ms");
        point.Low.Should().BeLessThan(point.Value);
        point.High.Should().BeGreaterThan(point.Value);
        TrendReader.Figures([], [FigureKind.P95]).Should().BeEmpty();
    }

    private static MeasureTrend Analyse(Func<int, double> mean, int runs, double noise, params TrendLimit[] limits)
    {
        return TrendAnalyser.Analyse([new TrendSeries("p95", "ms", Points(mean, runs, noise, seed: 4), limits)])[0];
    }

    private static List<TrendPoint> Points(Func<int, double> mean, int runs, double noise, long seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, runs).Select(i =>
        {
            var value = mean(i) + Normal.Sample(random, 0, noise);
            return new TrendPoint($"run-{i}", StoredSample.Start.AddDays(i), new Dictionary<string, string>(), value, value, value);
        })];
    }
}
