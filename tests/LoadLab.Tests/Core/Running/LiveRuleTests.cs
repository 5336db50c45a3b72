using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Tests.Core.Running;

public sealed class LiveRuleTests
{
    private static readonly AbortRule P95 = new()
    {
        Slo = "api-response-p95",
        After = TimeSpan.FromSeconds(2),
        For = TimeSpan.FromSeconds(3),
        Measure = MeasureNames.HttpResponseTime,
        Percentile = 95,
        Limit = 600,
        LimitText = "< 600ms",
        Steps = ["*"],
        Except = ["upload"],
        Classes = [],
    };

    [Fact]
    public void An_SLO_ends_the_run_when_its_delay_has_passed_and_its_window_is_full()
    {
        var stop = First(P95, Enumerable.Range(10, 20).Select(second => Second(second, slow: 100)));

        stop.Should().Be(new RunStop(
            "api-response-p95", "p", 14, "api-response-p95 failed while the load ran: in phase 'p', seconds 12 to 14, 300 of 300 requests (100 %) were not < 600ms, and 5 % may."));
    }

    [Fact]
    public void Ramps_and_the_delay_are_not_looked_at()
    {
        First(P95, [.. Enumerable.Range(0, 5).Select(second => Second(second, slow: 100, measured: false)), .. Enumerable.Range(5, 2).Select(second => Second(second, slow: 100)), .. Enumerable.Range(7, 20).Select(second => Second(second))])
            .Should().BeNull();
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(7, false)]
    [InlineData(12, true)]
    public void A_share_that_chance_explains_ends_nothing(int slow, bool stops)
    {
        // 5 in 100 may be slow: of 300, 15 expected; 99.9 % of the time chance alone gives up to about 29.
        (First(P95, Enumerable.Range(0, 5).Select(second => Second(second, slow: slow))) is not null).Should().Be(stops);
    }

    [Fact]
    public void The_window_slides_so_that_an_old_stall_is_forgotten_and_a_late_one_seen()
    {
        var seconds = Enumerable.Range(0, 60).Select(second => Second(second, slow: second is 1 or >= 50 ? 100 : 0));

        // One bad second of three is a third of the samples, far above 5 %.
        First(P95, seconds)!.Second.Should().Be(50);
    }

    [Fact]
    public void Seconds_without_answers_move_the_window_on()
    {
        First(P95, [Second(0), Second(1), Second(2, slow: 100), Second(3, count: 0), Second(4, count: 0)])!.Second.Should().Be(4);
        First(P95, [Second(0), Second(1), Second(2, count: 0), Second(3, count: 0), Second(4, count: 0)]).Should().BeNull("no data is no failure");
    }

    [Fact]
    public void Steps_outside_the_service_and_other_phases_count_for_themselves()
    {
        First(P95, Enumerable.Range(0, 20).Select(second => Second(second, slow: 100, step: "upload"))).Should().BeNull();
        First(P95, Enumerable.Range(0, 20).SelectMany(second => new[] { Second(second, phase: "good"), Second(second, slow: 100, phase: "bad") }))!.Phase.Should().Be("bad");
    }

    [Theory]
    [InlineData(MeasureNames.HttpErrorRatio, 0.01, ResultClasses.Timeout, true)]
    [InlineData(MeasureNames.HttpErrorRatio, 0.01, ResultClasses.Check, false)]
    [InlineData(MeasureNames.HttpAvailability, 0.99, ResultClasses.Timeout, true)]
    [InlineData(MeasureNames.HttpErrorRatio, 0.30, ResultClasses.Timeout, false)]
    public void Ratios_end_the_run_by_the_classes_that_count(string measure, double limit, string failure, bool stops)
    {
        var rule = P95 with { Measure = measure, Percentile = null, Limit = limit, LimitText = "", Classes = measure == MeasureNames.HttpErrorRatio ? [ResultClasses.Timeout] : [] };

        (First(rule, Enumerable.Range(0, 8).Select(second => Second(second, slow: 20, slowClass: failure))) is not null).Should().Be(stops);
    }

    [Fact]
    public void Timeouts_and_failures_that_took_longer_than_the_limit_count_as_slow_and_fast_failures_do_not()
    {
        First(P95, Enumerable.Range(0, 8).Select(second => Second(second, slow: 50, slowClass: ResultClasses.Timeout))).Should().NotBeNull();
        First(P95, Enumerable.Range(0, 8).Select(second => Second(second, slow: 50, slowClass: ResultClasses.Status5xx)))!.Reason
            .Should().Contain("150 of 300 requests (50 %) were not < 600ms");
        First(P95 with { Limit = 701, LimitText = "< 701ms" }, Enumerable.Range(0, 8).Select(second => Second(second, slow: 50, slowClass: ResultClasses.Refused))).Should().BeNull();
    }

    [Theory]
    [InlineData(100, 51, 0)]
    [InlineData(100, 50, -1)]
    [InlineData(30, 30, 3)]
    public void Too_many_errors_stop_once_there_are_enough_samples(int each, int failed, int at)
    {
        var rule = new LiveErrors(new StopRule(0.5, TimeSpan.FromSeconds(5), 100));

        var stop = Enumerable.Range(0, 20).Select(second => rule.Look(Second(second, count: each, slow: failed, slowClass: ResultClasses.Refused, measured: false))).FirstOrDefault(seen => seen is not null);

        (stop?.Second ?? -1).Should().Be(at);
        (stop?.Slo ?? "").Should().BeEmpty();
    }

    [Fact]
    public void Failures_of_a_driver_that_tells_no_response_time_end_a_run_too()
    {
        var rule = P95 with { Slo = "api-errors", Measure = MeasureNames.HttpErrorRatio, Percentile = null, Limit = 0.01, LimitText = "< 1%" };

        var stop = First(rule, Enumerable.Range(10, 20).Select(second => ServiceOnly(Second(second, slow: 50, slowClass: ResultClasses.Status5xx))));

        stop!.Second.Should().Be(14);
    }

    [Fact]
    public void Its_service_times_end_a_run_by_a_row_that_accepts_them()
    {
        First(P95 with { Measure = MeasureNames.HttpServiceTime }, Enumerable.Range(10, 20).Select(second => ServiceOnly(Second(second, slow: 100))))!.Second.Should().Be(14);
    }

    private static LoadSecond ServiceOnly(LoadSecond second) => second with { Slices = [.. second.Slices.Select(slice => slice with { Response = PackedHistogram.Empty })] };

    private static RunStop? First(AbortRule rule, IEnumerable<LoadSecond> seconds)
    {
        var live = new LiveAbort(rule);
        return seconds.Select(live.Look).FirstOrDefault(stop => stop is not null);
    }

    /// <summary>Requests of 20 ms, and <paramref name="slow"/> of them of 700 ms and of another class.</summary>
    private static LoadSecond Second(
        int second, int count = 100, int slow = 0, bool measured = true, string phase = "p", string step = "browse", string slowClass = ResultClasses.Ok)
    {
        var failed = slowClass == ResultClasses.Ok ? 0 : slow;
        var slices = new List<LoadSlice>();
        foreach (var name in new[] { step, SeriesKey.WholeIteration })
        {
            slices.Add(new LoadSlice(second, new SeriesKey(phase, "student", name, ResultClasses.Ok, measured), Times(20_000, count - slow), Times(20_000, count - slow)));
            slices.Add(new LoadSlice(second, new SeriesKey(phase, "student", name, slowClass, measured), Times(700_000, slow), Times(700_000, slow)));
        }

        return new LoadSecond
        {
            Second = second,
            Phase = phase,
            Measured = measured,
            Counts = new Counts(count, count, 0, count - failed, failed, 0),
            VirtualUsers = 1,
            InFlight = 1,
            Lag = PackedHistogram.Empty,
            Slices = slices,
        };
    }

    private static PackedHistogram Times(long micros, int count)
    {
        var histogram = new LatencyHistogram();
        if (count > 0)
        {
            histogram.Record(micros, count);
        }

        return histogram.Pack();
    }

    [Fact]
    public void A_window_that_has_just_begun_names_no_second_before_the_first()
    {
        var window = new Window(3);

        window.Add(1, 1, 1);

        (window.FirstSecond, window.LastSecond).Should().Be((0, 1));
    }
}
