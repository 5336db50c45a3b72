using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Engine.Recording;
using LoadLab.Sdk;

namespace LoadLab.Tests.Engine.Recording;

/// <summary>Metrics from a thread's cell to the measures of a run.</summary>
public sealed class MetricTests : IDisposable
{
    private static readonly Counter s_orders = Metric.CreateCounter("orders", "items");
    private static readonly Gauge s_cart = Metric.CreateGauge("cart");
    private static readonly Rate s_hits = Metric.CreateRate("hits");
    private static readonly Trend s_checkout = Metric.CreateTrend("checkout");

    private readonly PhaseRecorder _recorder = new("load", ["shop"], 1_000_000);
    private readonly MetricTable _table = new();
    private readonly MetricSums _sums;

    public MetricTests() => _sums = new MetricSums(_table);

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public void A_counter_rises_from_zero_at_the_start_of_the_measured_part()
    {
        Add(s_orders, 2);
        Add(s_orders, 1);
        Second(10, 11);
        Second(10, 12);
        Add(s_orders, 4);
        Second(10, 13);

        Points("counter.orders").Should().Equal((10, 0), (11, 3), (12, 3), (13, 7));
        Points("counter.orders.rate").Should().Equal((11, 3), (12, 0), (13, 4));
        Metrics("orders").Should().Match<CustomMetric>(m => m.Sum == 7 && m.Samples == 3 && m.Unit == "items" && m.P95 == null && m.Mean == null);
    }

    [Fact]
    public void What_comes_after_the_measured_part_stands_in_its_last_second_and_a_later_phase_begins_where_it_ended()
    {
        Add(s_orders, 1);
        Second(0, 1);
        Add(s_orders, 1);
        Second(0, 1);
        Add(s_orders, 5);
        Second(20, 21);

        Points("counter.orders").Should().Equal((0, 0), (1, 2), (20, 2), (21, 7));
        Points("counter.orders.rate").Should().Equal([(1, 2), (21, 5)], "the time between phases is in neither");
    }

    [Fact]
    public void A_second_before_the_measured_part_does_not_thin_the_rate_of_its_first()
    {
        _table.IndexOf(s_orders, "");
        Second(2.25, 2);
        Add(s_orders, 3);
        Second(2.25, 3);
        Add(s_orders, 4);
        Second(2.25, 4);
        Add(s_orders, 1);
        Second(2.25, 4.25);

        Points("counter.orders").Should().Equal((2.25, 0), (3, 3), (4, 7), (4.25, 8));
        Points("counter.orders.rate").Should().Equal((3, 4), (4.25, 4));
    }

    [Fact]
    public void A_named_counter_without_values_is_zero_and_what_else_has_none_has_no_value()
    {
        _table.IndexOf(s_orders, "");
        _table.IndexOf(s_cart, "");
        _table.IndexOf(s_hits, "");
        _table.IndexOf(s_checkout, "");
        Second(0, 1);
        Second(0, 2);

        Points("counter.orders").Should().Equal((0, 0), (1, 0), (2, 0));
        Points("gauge.cart").Should().BeEmpty();
        Points("rate.hits").Should().BeEmpty();
        Points("trend.checkout.p95").Should().BeEmpty();
        Metrics("checkout").Should().Match<CustomMetric>(m => m.P95 == null && m.Max == null && m.Mean == null && m.Samples == 0 && m.Distribution == "");
        Metrics("cart").Last.Should().BeNull();
    }

    [Fact]
    public void A_gauge_keeps_the_latest_of_a_second_and_a_rate_its_totals()
    {
        Add(s_cart, 7, stamp: 5);
        Add(s_cart, 3, stamp: 9);
        Add(s_cart, 5, stamp: 8);
        Add(s_hits, 1);
        Add(s_hits, 0);
        Add(s_hits, 1);
        Add(s_hits, 1);
        Second(0, 1);

        Points("gauge.cart").Should().Equal((1, 3));
        Points("rate.hits").Should().Equal((1, 0.75));
        Points("rate.hits.passes").Should().Equal((0, 0), (1, 3));
        Points("rate.hits.count").Should().Equal((0, 0), (1, 4));
        Metrics("cart").Should().Match<CustomMetric>(m => m.Last == 3 && m.Min == 3 && m.Max == 7);
    }

    [Fact]
    public void A_trend_of_times_is_a_distribution_that_a_percentile_row_can_read()
    {
        for (var second = 1; second <= 2; second++)
        {
            for (var i = 1; i <= 100; i++)
            {
                Add(s_checkout, i);
            }

            Second(0, second);
        }

        var times = BucketedTimes.Of(_sums.ToSeries(), "trend.checkout", 0, 2)!;

        (times.Total, times.CoveredSeconds, times.Resets).Should().Be((200, 2, 0));
        times.BucketOf(95)!.Should().Match<TimeBucket>(bucket => bucket.AboveMs < 95 && bucket.UpToMs >= 95 && bucket.UpToMs - bucket.AboveMs <= 2.5);
        Metrics("checkout").Should().Match<CustomMetric>(m => m.P95 >= 95 && m.P95 < 97.5 && m.P50 >= 50 && m.P50 < 51.5 && m.Max == 100 && m.Min == 1 && m.Mean == 50.5);
    }

    [Fact]
    public void Values_of_one_name_in_two_units_are_told()
    {
        Add(Metric.CreateTrend("render"), 120);
        Add(Metric.CreateTrend("render"), 130);
        _sums.Findings().Should().BeEmpty("two metrics of one name and unit are one");
        Add(Metric.CreateTrend("render", "s"), 0.12);

        _sums.Findings().Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Check == "metric-units" && finding.Severity == FindingSeverity.Warning
            && finding.Seen == "trend.render was given values in 'ms' and in 's': they were put together");
    }

    [Fact]
    public void A_trend_of_other_values_has_figures_a_second_and_no_times()
    {
        var size = Metric.CreateTrend("size", "KB");
        Add(size, 10);
        Add(size, 30);
        Second(0, 1);

        Points("trend.size.mean").Should().Equal((1, 20));
        Points("trend.size.max").Should().Equal((1, 30));
        _sums.ToSeries().Should().NotContain(series => TimeBucket.TryParse(series.Measure.Name) != null);
        BucketedTimes.Of(_sums.ToSeries(), "trend.size", 0, 1).Should().BeNull();
        _sums.ToSeries().Single(series => series.Measure.Name == "trend.size.mean").Measure.Unit.Should().Be("KB");
    }

    [Fact]
    public void A_tag_is_a_series_of_its_own()
    {
        Add(s_checkout, 10);
        Add(s_checkout, 10, "plan:premium");
        Second(0, 1);

        _sums.ToSeries().Select(series => series.Measure.Name).Should().Contain("trend.checkout[plan:premium].count").And.Contain("trend.checkout.count");
    }

    [Fact]
    public void Names_without_end_are_counted_as_lost_and_told()
    {
        for (var i = 0; i < MetricTable.Limit + 30; i++)
        {
            _table.IndexOf(Metric.CreateCounter($"order-{i}"), "").Should().Be(i < MetricTable.Limit ? i : MetricTable.None);
        }

        _table.Lost.Should().Be(30);
        _sums.Findings().Should().ContainSingle().Which.Should().Match<Finding>(f => f.Check == "metric-names" && f.Severity == FindingSeverity.Warning
            && f.Seen == "30 values of metrics or checks were left out; the first was one of counter.order-500");
    }

    [Fact]
    public void Trends_without_end_tags_with_brackets_and_long_names_are_lost_too()
    {
        for (var i = 0; i < MetricTable.TrendLimit; i++)
        {
            _table.IndexOf(Metric.CreateTrend($"t{i}"), "").Should().Be(i);
        }

        _table.IndexOf(Metric.CreateTrend("one-more"), "").Should().Be(MetricTable.None);
        _table.IndexOf(s_orders, "a]").Should().Be(MetricTable.None);
        _table.IndexOf("", new string('x', 1000)).Should().Be(MetricTable.None);
        _table.Lost.Should().Be(3);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void What_a_counter_cannot_take_is_left_out_and_told(double value)
    {
        _table.Takes(s_orders, "", value).Should().BeFalse();
        _table.Takes(s_orders, "plan:premium", value).Should().BeFalse();
        _sums.Findings().Should().ContainSingle().Which.Seen.Should().Be("1 value of a metric is no number, and was left out; the first was one of counter.orders");
        _table.Takes(s_cart, "", -1).Should().BeTrue();
    }

    [Fact]
    public void Giving_a_value_allocates_nothing()
    {
        void Iterate()
        {
            Add(s_orders, 1);
            Add(s_cart, 2);
            Add(s_hits, 1);
            Add(s_checkout, 12.5);
            Add(s_checkout, 12.5, "plan:premium");
            _recorder.Metric(_table.IndexOf("", "status is 200"), isTrend: false, 1, 1);
        }

        Iterate();
        _recorder.Harvest(0, _sums);
        Iterate();
        _recorder.Harvest(1, _sums);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Add(s_orders, 1);
            Add(s_cart, 2);
            Add(s_hits, 1);
            Add(s_checkout, 12.5);
            Add(s_checkout, 12.5, "plan:premium");
            _recorder.Metric(_table.IndexOf("", "status is 200"), isTrend: false, 1, 1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private void Add(Metric metric, double value, string tag = "", long stamp = 1) =>
        _recorder.Metric(_table.IndexOf(metric, tag), metric.Type == MetricType.Trend, value, stamp);

    private void Second(double start, double second)
    {
        _recorder.Harvest((int)second, _sums);
        _sums.Sample(start, second);
    }

    private IEnumerable<(double, double)> Points(string measure) => _sums.ToSeries().Single(series => series.Measure.Name == measure).Points.Select(point => (point.Second, point.Value));

    private CustomMetric Metrics(string name) => _sums.ToResults()!.Metrics.Single(metric => metric.Name == name && metric.Tag.Length == 0);
}
