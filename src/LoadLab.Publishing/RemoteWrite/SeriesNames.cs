using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace LoadLab.Publishing.RemoteWrite;

/// <summary>Names and labels as the endpoint for Prometheus has them, so that a query reads both. Pure.</summary>
internal static class SeriesNames
{
    public const string Bucket = "_bucket";

    /// <summary><c>loadlab.request.duration</c> in s is <c>loadlab_request_duration_seconds</c>, a counter ends with <c>_total</c>.</summary>
    public static string Of(Metric metric)
    {
        var name = metric.Name.Replace('.', '_') + (metric.Unit == "s" ? "_seconds" : "");
        return metric.MetricType is MetricType.LongSum or MetricType.DoubleSum ? name + "_total" : name;
    }

    /// <summary>The upper bound of a bucket.</summary>
    public static string Bound(double bound) => double.IsPositiveInfinity(bound) ? "+Inf" : bound.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The labels of a series, sorted by name as the protocol wants it.</summary>
    /// <param name="name">The metric.</param>
    /// <param name="instance">Which run it is of.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="bound">The bound of a bucket; null for what is none.</param>
    public static SortedDictionary<string, string> Labels(string name, string instance, ReadOnlyTagCollection tags, string? bound)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["__name__"] = name, ["job"] = "loadlab", ["instance"] = instance };
        foreach (var (key, value) in tags)
        {
            // An empty label is no label.
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text)
            {
                labels[key] = text;
            }
        }

        if (bound is not null)
        {
            labels["le"] = bound;
        }

        return labels;
    }
}
