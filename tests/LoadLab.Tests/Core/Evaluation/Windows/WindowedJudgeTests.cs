using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.Windows;

public sealed class WindowedJudgeTests
{
    private static ResponseTimeSlo P95(int over, int? lasting = null) => new()
    {
        Id = "p95",
        Title = "P95",
        Tier = SloTier.Slo,
        Source = "1/1",
        Service = Made.Service,
        Measure = MeasureNames.HttpResponseTime,
        Percentile = 95,
        Objective = new Objective(ComparisonOperator.LessThan, 600, "ms", "600ms"),
        Windowing = new Windowing(TimeSpan.FromSeconds(over), lasting is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
    };

    [Fact]
    public void A_bad_stretch_that_the_whole_hides_fails_and_is_named()
    {
        // Two slow seconds of sixty are 3.3 % of the requests: the P95 of the whole does not see them.
        var record = Slow(30, 31).Build();

        var whole = Made.Judge(record, P95(10) with { Windowing = null }, "*");
        var windowed = Made.Judge(record, P95(10), "*");

        whole.Should().Match<SloVerdict>(verdict => verdict.Verdict != Verdict.Fail && verdict.Measured < 11);
        windowed.Should().Match<SloVerdict>(verdict => verdict.Verdict == Verdict.Fail && verdict.FirstCrossedSecond == 30 && verdict.Phase == "users" && verdict.Low == verdict.High);
        windowed.Reason.Should().Be("P95 of the worst window 900 ms, the one until 00:30 with 1,500 samples, against < 600ms; 11 of 51 windows of 10s in phase 'users' broke it, first until 00:30.");
    }

    [Fact]
    public void A_good_run_passes_every_window()
    {
        var verdict = Made.Judge(new RecordBuilder().Build(), P95(10), "*");

        verdict.Verdict.Should().Be(Verdict.Pass);
        verdict.FirstCrossedSecond.Should().BeNull();
        verdict.Reason.Should().Contain("; each of 51 windows of 10s in phase '");
    }

    // Windows of a second: the seconds 30 to 39 are broken, which is 10 s.
    [Theory]
    [InlineData(9, Verdict.Fail)]
    [InlineData(10, Verdict.Fail)]
    [InlineData(11, Verdict.Pass)]
    public void A_breach_counts_when_it_lasts_as_long_as_for_says_to_the_second(int lasting, Verdict expected)
    {
        var verdict = Made.Judge(Slow([.. Enumerable.Range(30, 10)]).Build(), P95(1, lasting), "*");

        verdict.Verdict.Should().Be(expected);
        verdict.FirstCrossedSecond.Should().Be(30);
        verdict.Reason.Should().EndWith($", first until 00:30, 10 s in a row at the longest, and {lasting}s count.");
    }

    [Fact]
    public void A_good_second_ends_a_breach() =>
        Made.Judge(Slow([.. Enumerable.Range(30, 6), .. Enumerable.Range(37, 6)]).Build(), P95(1, 7), "*").Verdict.Should().Be(Verdict.Pass);

    [Fact]
    public void Too_few_samples_never_pass()
    {
        // 15 requests a second: a P95 needs 20 in its window.
        var verdict = Made.Judge(new RecordBuilder { Rate = 15 }.Build(), P95(1), "*");

        verdict.Verdict.Should().Be(Verdict.Inconclusive);
        verdict.Reason.Should().Be("no window could be decided against < 600ms; 0 of 60 windows of 1s in phase 'users' broke it; 60 have too few samples and decide nothing. A longer window, or more load, brings them.");
        Made.Judge(new RecordBuilder { Rate = 15 }.Build(), P95(2), "*").Verdict.Should().Be(Verdict.Pass, "two seconds have 30");
    }

    [Fact]
    public void Too_few_samples_fail_when_the_missing_ones_could_not_save_them()
    {
        // 2 of 15 slow are 2 of 20 with five more good ones: 10 % above the limit, and 5 % may be.
        Func<string, int, int, long> two = (_, second, i) => second == 40 && i < 2 ? 900_000 : 10_000;
        Func<string, int, int, long> one = (_, second, i) => second == 40 && i < 1 ? 900_000 : 10_000;

        Made.Judge(new RecordBuilder { Rate = 15, ResponseMicros = two }.Build(), P95(1), "*").Should().Match<SloVerdict>(verdict => verdict.Verdict == Verdict.Fail && verdict.FirstCrossedSecond == 40);
        Made.Judge(new RecordBuilder { Rate = 15, ResponseMicros = one }.Build(), P95(1), "*").Verdict.Should().Be(Verdict.Inconclusive);
    }

    [Fact]
    public void Shares_of_errors_are_judged_by_the_events_of_the_window()
    {
        var row = new ErrorRatioSlo
        {
            Id = "errors",
            Title = "Errors",
            Tier = SloTier.Slo,
            Source = "1/1",
            Service = Made.Service,
            Objective = new Objective(ComparisonOperator.LessThan, 0.01, "ratio", "1%"),
            Windowing = new Windowing(TimeSpan.FromSeconds(10), null),
        };
        var record = new RecordBuilder { Class = (phase, second, i) => phase == "rate" && second == 90 && i < 30 ? ResultClasses.Status5xx : ResultClasses.Ok }.Build();

        // 30 of 9,000 are 0.33 % of the whole and 2 % of ten seconds.
        Made.Judge(record, row with { Windowing = null }, "*").Verdict.Should().Be(Verdict.Pass);
        var verdict = Made.Judge(record, row, "*");
        verdict.Should().Match<SloVerdict>(v => v.Verdict == Verdict.Fail && v.Measured == 0.02 && v.FirstCrossedSecond == 90 && v.Phase == "rate");
        verdict.Reason.Should().Contain("10 of 51 windows of 10s in phase 'rate' broke it, first until 01:30");
    }

    [Fact]
    public void Saturation_counts_only_what_lasts()
    {
        var row = new SaturationSlo
        {
            Id = "pool",
            Title = "Pool",
            Tier = SloTier.Slo,
            Source = "1/1",
            Measure = MeasureNames.DbPoolUsed,
            Of = MeasureNames.DbPoolMax,
            Objective = new Objective(ComparisonOperator.LessThan, 0.8, "ratio", "80%"),
            Windowing = new Windowing(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)),
        };
        var builder = new RecordBuilder();
        builder.Probes[MeasureNames.DbPoolUsed] = second => second is >= 20 and < 24 or >= 80 and < 85 ? 50 : 5;

        Made.Judge(builder.Build(), row).Should().Match<SloVerdict>(verdict => verdict.Verdict == Verdict.Fail && verdict.Phase == "rate");
        Made.Judge(builder.Build(), row with { Windowing = new Windowing(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6)) }).Verdict.Should().Be(Verdict.Pass);
    }

    [Fact]
    public void A_phase_shorter_than_the_window_is_one_window()
    {
        var verdict = Made.Judge(new RecordBuilder().Build(), P95(90), "*");

        verdict.Verdict.Should().Be(Verdict.Pass);
        verdict.Reason.Should().Contain("each of 1 window of 1m30s (the phase has only 60 s) in phase '");
    }

    [Theory]
    [InlineData("++-----++", 5, 2, false, 5)]
    [InlineData("++--?--++", 5, null, true, 4)]
    [InlineData("++--?-++", 5, null, false, 3)]
    [InlineData("?????", 5, null, true, 0)]
    [InlineData("????", 5, null, false, 0)]
    [InlineData("+?-?+", 1, 2, true, 1)]
    public void An_undecided_window_neither_ends_a_breach_nor_counts_to_it(string windows, int lasting, int? first, bool mayHide, int longest)
    {
        var figures = windows.Select((c, i) => new WindowFigure(i, 1, 1, c switch { '+' => true, '-' => false, _ => null })).ToList();

        WindowedJudge.Breach(figures, lasting).Should().Be((first, longest, mayHide));
    }

    [Fact]
    public void A_sliding_histogram_is_the_merged_one_of_its_window()
    {
        var random = new Random(7);
        var seconds = Enumerable.Range(0, 60).Select(_ =>
        {
            var histogram = new LatencyHistogram();
            for (var i = random.Next(0, 40); i > 0; i--)
            {
                histogram.Record((long)Math.Exp(random.NextDouble() * 15));
            }

            return histogram.Pack();
        }).ToList();
        var window = new SlidingHistogram();

        for (var i = 0; i < seconds.Count; i++)
        {
            window.Add(seconds[i], 1);
            if (i >= 7)
            {
                window.Add(seconds[i - 7], -1);
            }

            var merged = PackedHistogram.Merge(seconds.Take(i + 1).TakeLast(7));
            new[] { 5.0, 50, 95, 99, 99.9 }.Select(window.PercentileMicros).Should().Equal(new[] { 5.0, 50, 95, 99, 99.9 }.Select(merged.PercentileMicros));
        }
    }

    private static RecordBuilder Slow(params int[] seconds) => new() { ResponseMicros = (_, second, i) => seconds.Contains(second) ? 900_000 : 10_000 + i };
}
