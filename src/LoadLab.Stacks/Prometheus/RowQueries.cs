using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Production;

namespace LoadLab.Stacks.Prometheus;

/// <summary>What one row asks a Prometheus, and how its answers become slices.</summary>
internal abstract class RowQueries
{
    private protected RowQueries(Slo slo, params string[] queries) => (Slo, Queries) = (slo, queries);

    /// <summary>The row.</summary>
    public Slo Slo { get; }

    /// <summary>Its queries, with everything put in.</summary>
    public IReadOnlyList<string> Queries { get; }

    /// <summary>The queries of a row that production can measure.</summary>
    public static RowQueries Of(Slo slo, TimeSpan slice)
    {
        var production = slo.Production!;
        return production switch
        {
            { Histogram.Length: > 0 } => new HistogramQueries((ResponseTimeSlo)slo, production.UnitMs, QueryText.Buckets(production.Histogram, slice)),
            { Value.Length: > 0 } => new ValueQueries(slo, slo is ResponseTimeSlo ? production.UnitMs : 1, QueryText.Expand(production.Value, slice)),
            _ => new RatioQueries(slo, QueryText.Expand(production.Good, slice), QueryText.Expand(production.Total, slice)),
        };
    }

    /// <summary>The row, from one table for each query.</summary>
    /// <param name="tables">In the order of <see cref="Queries"/>.</param>
    /// <param name="counted">For each slice that is over, false when maintenance covers it.</param>
    public abstract ImportedRow Read(IReadOnlyList<SliceTable> tables, IReadOnlyList<bool> counted);

    private protected ImportedRow Row(IReadOnlyList<SliceSample> samples, bool isOfEvents, IReadOnlyList<BucketSum>? buckets = null, int contradictions = 0, string? remark = null) =>
        new(Slo.Id, Slo.Says, isOfEvents, (Slo as ResponseTimeSlo)?.Percentile, Queries, samples, buckets ?? [], contradictions, remark);

    /// <summary>The one series of a query; null when it has none.</summary>
    private protected double[]? Only(SliceTable table, string query)
    {
        var series = table.Series.ToList();
        return series.Count <= 1
            ? series.Select(one => one.Values).FirstOrDefault()
            : throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"{Slo.Id}: the query gives {series.Count} series, and a row needs one. They differ in: {string.Join(", ", series.SelectMany(one => one.Labels).GroupBy(label => label.Key).Where(label => label.Distinct().Count() > 1 || label.Count() < series.Count).Select(label => label.Key).Order(StringComparer.Ordinal))}. Query: {query}",
                "Put sum(…) or max(…) around it in the catalogue.");
    }

    /// <summary>A series without a number is not the same as no series.</summary>
    private static string? WithoutNumbers(string what, double[]? values) => values is null || HasNumber(values) ? null
        : $"{what} gave a series and never a number: its values are NaN or infinite, or it is a native histogram";

    private static bool HasNumber(double[]? values) => values?.Any(value => !double.IsNaN(value)) == true;

    private sealed class RatioQueries(Slo slo, string good, string total) : RowQueries(slo, good, total)
    {
        /// <summary>By how much good may be above total from rounding alone: of two extrapolated sums.</summary>
        private const double Slack = 1e-6;

        public override ImportedRow Read(IReadOnlyList<SliceTable> tables, IReadOnlyList<bool> counted)
        {
            var (goods, totals) = (Only(tables[0], Queries[0]), Only(tables[1], Queries[1]));
            var samples = new SliceSample[counted.Count];
            var contradictions = 0;

            // What never gave a number cannot be told from a query that is wrong.
            var isGoodSilent = !HasNumber(goods);
            for (var i = 0; i < samples.Length; i++)
            {
                if (totals is null || double.IsNaN(totals[i]) || totals[i] < 0)
                {
                    continue;
                }

                if (isGoodSilent)
                {
                    samples[i] = SliceSample.Events(0, totals[i], totals[i]);
                    continue;
                }

                // Where all are counted and the series of good ones is missing for a while, none was good.
                var good = goods is null || double.IsNaN(goods[i]) ? 0 : goods[i];
                var isContradiction = good < 0 || good > totals[i] * (1 + Slack);
                contradictions += isContradiction ? 1 : 0;
                samples[i] = isContradiction ? SliceSample.Unknown : SliceSample.Events(Math.Min(good, totals[i]), totals[i]);
            }

            var remark = isGoodSilent && totals?.Any(total => total > 0) == true
                ? WithoutNumbers("its query good", goods) ?? "its query good never gave a series while total did. When there was no good event, write 'or vector(0)' behind it"
                : WithoutNumbers("its query total", totals);
            return Row(samples, isOfEvents: true, contradictions: contradictions, remark: remark);
        }
    }

    private sealed class ValueQueries(Slo slo, double factor, string query) : RowQueries(slo, query)
    {
        public override ImportedRow Read(IReadOnlyList<SliceTable> tables, IReadOnlyList<bool> counted)
        {
            var values = Only(tables[0], Queries[0]);
            return Row([.. counted.Select((_, i) => values is null || double.IsNaN(values[i]) ? SliceSample.Unknown : SliceSample.Of(values[i] * factor))], isOfEvents: false, remark: WithoutNumbers("its query", values));
        }
    }

    private sealed class HistogramQueries(ResponseTimeSlo slo, double unitMs, string query) : RowQueries(slo, query)
    {
        public override ImportedRow Read(IReadOnlyList<SliceTable> tables, IReadOnlyList<bool> counted)
        {
            // le="1" of one version of a client library and le="1.0" of another are one bucket.
            var buckets = tables[0].Series.GroupBy(series => Bound(series.Labels), series => series.Values).Select(same => (Bound: same.Key, Values: Sum([.. same]))).OrderBy(bucket => bucket.Bound).ToList();
            if (buckets.Count > 0 && !double.IsPositiveInfinity(buckets[^1].Bound))
            {
                throw new LoadLabException(
                    ExitCode.BadConfiguration, $"{slo.Id}: the histogram has no bucket le=\"+Inf\", so it is not known how many events there were. Query: {Queries[0]}", "Take no label le into the selector.");
            }

            // The limit is a bound: exact. Else what lies in its bucket may be good or not.
            var limit = slo.Objective.Limit;
            var lower = buckets.FindLastIndex(bucket => bucket.Bound <= limit * (1 + 1e-12));
            var upper = buckets.FindIndex(bucket => bucket.Bound >= limit * (1 - 1e-12));
            var samples = new SliceSample[counted.Count];
            var sums = new double[buckets.Count];
            var cumulative = new double[buckets.Count];
            for (var i = 0; i < samples.Length; i++)
            {
                if (buckets.Count == 0 || double.IsNaN(buckets[^1].Values[i]))
                {
                    continue;
                }

                for (var b = 0; b < buckets.Count; b++)
                {
                    // A restart is seen by each bucket for itself, so one may lag behind the one below it in that slice.
                    var value = double.IsNaN(buckets[b].Values[i]) ? 0 : Math.Max(0, buckets[b].Values[i]);
                    cumulative[b] = b == 0 ? value : Math.Max(cumulative[b - 1], value);
                    sums[b] += counted[i] ? cumulative[b] : 0;
                }

                var good = lower < 0 ? 0 : cumulative[lower];
                samples[i] = SliceSample.Events(good, cumulative[^1], cumulative[upper] - good);
            }

            var remark = buckets.Count == 1 ? "its histogram has no bucket but le=\"+Inf\": was le taken into the selector, or are its bounds dropped on the way?"
                : buckets.Count > 1 ? WithoutNumbers("its histogram", buckets[^1].Values) : null;
            return Row(samples, isOfEvents: true, remark: remark, buckets: [.. buckets.Select((bucket, b) => new BucketSum(double.IsPositiveInfinity(bucket.Bound) ? null : bucket.Bound, sums[b]))]);
        }

        /// <summary>Sums in each slice; NaN where none has a value.</summary>
        private static double[] Sum(IReadOnlyList<double[]> series) => series.Count == 1 ? series[0] : [.. series[0].Select((_, i) =>
        {
            var known = series.Select(values => values[i]).Where(value => !double.IsNaN(value)).ToList();
            return known.Count == 0 ? double.NaN : known.Sum();
        })];

        private double Bound(IReadOnlyDictionary<string, string> labels) => labels.TryGetValue("le", out var le)
            ? le is "+Inf" or "Inf" ? double.PositiveInfinity
                : double.TryParse(le, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) ? Math.Round(bound * unitMs, 9)
                : throw new LoadLabException(ExitCode.BadConfiguration, $"{slo.Id}: le=\"{le}\" is no bound of a bucket. Query: {Queries[0]}")
            : throw new LoadLabException(ExitCode.BadConfiguration, $"{slo.Id}: the query gives a series without le, so it is no histogram. Query: {Queries[0]}", "Name the metric that ends in _bucket.");
    }
}
