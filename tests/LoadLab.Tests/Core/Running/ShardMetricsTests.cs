using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Running;

public sealed class ShardMetricsTests
{
    [Fact]
    public void Totals_add_up_whenever_they_were_read_and_distributions_are_those_of_all_values()
    {
        var (left, right) = (Shard([(0, 0), (1, 3), (2, 5)], "10:8 20:2", 8), Shard([(0.1, 0), (1, 10), (2.1, 12)], "30:10", 30));

        var series = ShardMetrics.Series([left, right]);
        var results = ShardMetrics.Results([left, right])!;

        series.Single(one => one.Measure.Name == "counter.orders").Points.Select(point => (point.Second, point.Value)).Should().Equal((0, 0), (0.1, 0), (1, 13), (2, 15), (2.1, 17));
        results.Metrics.Single(metric => metric.Kind == CustomKind.Counter).Should().Match<CustomMetric>(metric => metric.Sum == 34 && metric.Samples == 6);
        results.Metrics.Single(metric => metric.Kind == CustomKind.Trend).Should().Match<CustomMetric>(metric =>
            metric.Samples == 20 && metric.P50 == 20 && metric.P95 == 30 && metric.Max == 30 && metric.Mean == 21 && metric.Distribution == "10:8 20:2 30:10", "9 to 16 of 20 would be a mean of percentiles");
        results.Checks.Should().Equal(new ScriptCheck("", "ok", 4, 2));
        series.Should().NotContain(one => one.Measure.Name == "trend.t.p95", "a percentile of one generator's second is none of both");
    }

    [Fact]
    public void Without_metrics_there_are_none() => ShardMetrics.Results([new RecordBuilder().Build(), new RecordBuilder().Build()]).Should().BeNull();

    private static RunRecord Shard((double Second, double Value)[] totals, string distribution, double max)
    {
        var trend = new TrendSum();
        trend.Add(distribution);
        return new RecordBuilder().Build() with
        {
            Probes =
            [
                new ProbeSeries(new Measure("counter.orders", "count", MeasureAggregation.Delta, ""), [.. totals.Select(total => new ProbePoint(total.Second, total.Value))]),
                new ProbeSeries(new Measure("trend.t.p95", "ms", MeasureAggregation.Max, ""), [new ProbePoint(1, max)]),
            ],
            Custom = new CustomResults(
                [
                    new CustomMetric { Name = "orders", Kind = CustomKind.Counter, Samples = 3, Sum = totals.Sum(total => total.Value) == 8 ? 12 : 22 },
                    new CustomMetric { Name = "t", Kind = CustomKind.Trend, Unit = "ms", Samples = trend.Total, Min = 1, Mean = max == 8 ? 12 : 30, Max = max == 8 ? 20 : max, Distribution = trend.ToString() },
                ],
                [new ScriptCheck("", "ok", 2, 1)]),
        };
    }
}
