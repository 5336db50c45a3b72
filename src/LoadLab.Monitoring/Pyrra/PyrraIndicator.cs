using LoadLab.Core.Catalogue;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Pyrra;

/// <summary>The indicator of a row in Pyrra, which takes selectors only: of failed and all requests, or of a bucket and the count of a histogram. Pure.</summary>
internal static class PyrraIndicator
{
    private const string Bucket = "_bucket";

    /// <summary>The indicator, or why there is none.</summary>
    public static (YamlObject? Indicator, string Reason) Of(WatchedRow row) => row.Slo.Production!.Histogram.Length > 0 ? Latency(row) : Ratio(row.Slo.Production);

    private static (YamlObject? Indicator, string Reason) Latency(WatchedRow row)
    {
        if (Selector.Parse(row.Slo.Production!.Histogram) is not { } buckets || !buckets.Metric.EndsWith(Bucket, StringComparison.Ordinal))
        {
            return (null, "its histogram is no selector of a metric whose name ends in _bucket.");
        }

        var bound = new LabelMatcher("le", "=", PromQl.Quote(RowQuery.Bound((ResponseTimeSlo)row.Slo)));
        return (Pair("latency", "success", buckets with { Matchers = [.. buckets.Matchers, bound] }, buckets with { Metric = buckets.Metric[..^Bucket.Length] + "_count" }), "");
    }

    private static (YamlObject? Indicator, string Reason) Ratio(ProductionQueries production)
    {
        if (Selector.OfSum(production.Good) is not { } good || Selector.OfSum(production.Total) is not { } total || good.Metric != total.Metric)
        {
            return (null, "good and total are no sums of one counter, sum($__increase(selector)), and Pyrra takes selectors only.");
        }

        // All but the good ones is one selector when good has just one matcher more than all.
        return total.Without(good) is { } bad
            ? (Pair("ratio", "errors", bad, total), "")
            : (null, "Pyrra wants a selector of the bad events. There is one only where good has the matchers of total and one more.");
    }

    private static YamlObject Pair(string kind, string part, Selector counted, Selector total) => new()
    {
        { kind, new YamlObject { { part, new YamlObject { { "metric", counted.ToString() } } }, { "total", new YamlObject { { "metric", total.ToString() } } } } },
    };
}
