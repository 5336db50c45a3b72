using System.Globalization;
using LoadLab.Core.Catalogue;

namespace LoadLab.Monitoring.Rows;

/// <summary>
/// The PromQL of a row for a length of time, as the import of production asks it. Each gives one series without labels, or none: an answer of several series
/// is none, because adding them up could be wrong.
/// </summary>
internal static class RowQuery
{
    /// <summary>Bad events.</summary>
    public static string Bad(WatchedRow row, TimeSpan length) => Bad(row, Total(row, length), Good(row, length));

    /// <summary>
    /// Bad events from two expressions. Where all are counted and no good one is, none was good; of a histogram whose limit is no bound of a bucket nothing
    /// is known. By rounding alone good may be above all by a millionth; by more, the two queries contradict each other.
    /// </summary>
    public static string Bad(WatchedRow row, string total, string good) => row.Slo.Production!.Histogram.Length > 0
        ? $"({total} - {good}) >= 0"
        : $"clamp_min(({total} - ({good} or {total} * 0)) >= -0.000001 * {total}, 0)";

    /// <summary>Good events.</summary>
    public static string Good(WatchedRow row, TimeSpan length) => Expand(row, GoodTemplate(row), length);

    /// <summary>All events.</summary>
    public static string Total(WatchedRow row, TimeSpan length) => Expand(row, TotalTemplate(row), length);

    /// <summary>Good events, with the placeholders of the catalogue.</summary>
    public static string GoodTemplate(WatchedRow row) => row.Slo.Production!.Histogram.Length > 0 ? Bucket(row, Limit((ResponseTimeSlo)row.Slo)) : row.Slo.Production.Good;

    /// <summary>All events, with the placeholders of the catalogue.</summary>
    public static string TotalTemplate(WatchedRow row) => row.Slo.Production!.Histogram.Length > 0 ? Bucket(row, "le=\"+Inf\"") : row.Slo.Production.Total;

    /// <summary>A selector with one matcher more.</summary>
    public static string With(string selector, string matcher)
    {
        var bare = selector.TrimEnd();
        return bare.EndsWith('}') ? bare[..^1].TrimEnd().TrimEnd(',') + (bare[..^1].TrimEnd().EndsWith('{') ? "" : ",") + matcher + "}" : $"{bare}{{{matcher}}}";
    }

    /// <summary>The bound that is a row's limit, as Prometheus 2 writes it.</summary>
    public static string Bound(ResponseTimeSlo slo) => (slo.Objective.Limit / slo.Production!.UnitMs).ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>The query as one series: an answer of several is none.</summary>
    public static string OneSeries(string query) => Single(query);

    /// <summary>The percentile or the value, in the unit of the objective.</summary>
    public static string Figure(WatchedRow row, TimeSpan length)
    {
        var production = row.Slo.Production!;
        var factor = row.Slo is ResponseTimeSlo && production.UnitMs != 1 ? " * " + PromQl.Number(production.UnitMs) : "";
        return production.Histogram.Length > 0
            ? $"histogram_quantile({PromQl.Number(((ResponseTimeSlo)row.Slo).Percentile / 100)}, {QueryText.Buckets(production.Histogram, length)}){factor}"
            : Single(QueryText.Expand(production.Value, length)) + factor;
    }

    /// <summary>1 where a histogram's percentile lies above its highest bound, which is what <c>histogram_quantile</c> then gives; else 0.</summary>
    public static string Beyond(WatchedRow row, TimeSpan length) =>
        $"max({QueryText.Buckets(With(row.Slo.Production!.Histogram, "le!=\"+Inf\""), length)}) < bool {PromQl.Number(((ResponseTimeSlo)row.Slo).Percentile / 100)} * {Total(row, length)}";

    private static string Expand(WatchedRow row, string template, TimeSpan length) =>
        row.Slo.Production!.Histogram.Length > 0 ? QueryText.Expand(template, length) : Single(QueryText.Expand(template, length));

    private static string Bucket(WatchedRow row, string matcher) => $"sum($__increase({With(row.Slo.Production!.Histogram, matcher)}))";

    /// <summary>The bucket whose bound is the limit. Prometheus 3 writes 2 as 2.0.</summary>
    private static string Limit(ResponseTimeSlo slo)
    {
        var bound = Bound(slo);
        return bound.Contains('.', StringComparison.Ordinal) ? $"le=\"{bound}\"" : $"le=~\"{bound}|{bound}\\\\.0\"";
    }

    private static string Single(string query) => IsAggregate(query) ? query : $"(sum({query}) unless on () (count({query}) > 1))";

    /// <summary>True for one aggregation over everything, which gives one series at most.</summary>
    private static bool IsAggregate(string query)
    {
        var open = query.IndexOf('(', StringComparison.Ordinal);
        return open >= 0 && query[..open] is ("sum" or "max" or "min" or "count" or "avg") && QueryText.IsClosedAtEnd(query, open);
    }
}
