using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Core.Measurement;

public sealed class CustomMeasuresTests
{
    [Theory]
    [InlineData("counter.orders", MeasureKind.Total, "count")]
    [InlineData("counter.orders.rate", MeasureKind.Sample, "1/s")]
    [InlineData("gauge.cart_size", MeasureKind.Sample, "value")]
    [InlineData("rate.cache_hits", MeasureKind.Sample, "ratio")]
    [InlineData("rate.cache_hits.passes", MeasureKind.Total, "count")]
    [InlineData("rate.cache_hits.count", MeasureKind.Total, "count")]
    [InlineData("trend.checkout", MeasureKind.Times, "ms")]
    [InlineData("trend.checkout[plan:premium]", MeasureKind.Times, "ms")]
    [InlineData("trend.checkout[plan:premium].p95", MeasureKind.Sample, "value")]
    [InlineData("trend.checkout.mean", MeasureKind.Sample, "value")]
    [InlineData("check.status is 200.passes", MeasureKind.Total, "count")]
    public void The_kind_of_a_measure_stands_in_its_name(string name, MeasureKind kind, string unit)
    {
        var found = KnownMeasures.BuiltIn.Find(name);

        found.Should().NotBeNull();
        (found!.Name, found.Kind, found.Unit, found.Source).Should().Be((name, kind, unit, MeasureSource.Scenario));
    }

    [Theory]
    [InlineData("counter.")]
    [InlineData("counters.orders")]
    [InlineData("trend")]
    public void What_has_no_name_or_another_kind_is_none(string name) => KnownMeasures.BuiltIn.Find(name).Should().BeNull();

    [Theory]
    [InlineData("trend.checkout.p95", "trend.checkout")]
    [InlineData("rate.hits[a:b].passes", "rate.hits[a:b]")]
    [InlineData("counter.orders", "counter.orders")]
    [InlineData("queue.length", null)]
    public void A_measure_is_of_a_metric(string measure, string? metric) => CustomMeasures.MetricOf(measure).Should().Be(metric);

    [Fact]
    public void A_row_of_another_kind_than_the_metric_is_told()
    {
        var row = new SaturationSlo { Id = "orders", Title = "Orders", Source = "test", Tier = LoadLab.Core.Verdicts.SloTier.Slo, Objective = new Objective(ComparisonOperator.LessThan, 5, "things", "5 things"), Measure = "counter.orders" };

        MeasureCheck.Find(row, KnownMeasures.BuiltIn).Should().ContainSingle().Which.Message.Should().Contain("a running total");
        MeasureCheck.Find(row with { Measure = "rate.orders" }, KnownMeasures.BuiltIn).Should().ContainSingle();
        MeasureCheck.Find(row with { Measure = "gauge.orders" }, KnownMeasures.BuiltIn).Should().BeEmpty("the unit of a gauge is known once it has run");
    }

    [Fact]
    public void Buckets_are_narrow_rise_and_have_round_limits_as_edges()
    {
        for (var i = 1; i < TrendBuckets.Count - 1; i++)
        {
            TrendBuckets.UpTo(i).Should().BeGreaterThan(TrendBuckets.Above(i));
            (TrendBuckets.UpTo(i) / TrendBuckets.Above(i)).Should().BeLessThan(1.026);
        }

        foreach (var limit in new[] { 0.15, 1, 2.5, 100, 150, 200, 250, 300, 500, 800, 1000, 60_000 })
        {
            TrendBuckets.UpTo(TrendBuckets.IndexOf(limit)).Should().Be(limit, "the value of the limit itself keeps it");
            TrendBuckets.Above(TrendBuckets.IndexOf(limit * 1.0001)).Should().Be(limit);
        }

        TrendBuckets.IndexOf(-5).Should().Be(0);
        TrendBuckets.UpTo(TrendBuckets.IndexOf(2e9)).Should().Be(double.PositiveInfinity);
    }
}
