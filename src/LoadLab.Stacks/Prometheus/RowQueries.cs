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

    private protected ImportedRow Row(IReadOnlyList<SliceSample> samples, bool isOfEvents, IReadOnlyList<BucketSum>? buckets = null, int contradictions = 0) =>
        new(Slo.Id, Slo.Says, isOfEvents, (Slo as ResponseTimeSlo)?.Percentile, Queries, samples, buckets ?? [], contradictions);

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

    private sealed class RatioQueries(Slo slo, string good, string total) : RowQueries(slo, good, total)
    {
        /// <summary>By how much good may be above total from rounding alone: of two extrapolated sums.</summary>
        private const double Slack = 1e-6;

        public override ImportedRow Read(IReadOnlyList<SliceTable> tables, IReadOnlyList<bool> counted)
        {
            var (goods, totals) = (Only(tables[0], Queries[0]), Only(tables[1], Queries[1]));
            var samples = new SliceSample[counted.Count];
            var contradictions = 0;
            for (var i = 0; i < samples.Length; i++)
            {
                if (totals is null || double.IsNaN(totals[i]) || totals[i] < 0)
                {
                    continue;
                }

                // Where all are counted and there is no series of good ones, none was good. A query that never gives one is seen at once: nothing passes.
                var good = goods is null || double.IsNaN(goods[i]) ? 0 : goods[i];
                var isContradiction = good < 0 || good > totals[i] * (1 + Slack);
                contradictions += isContradiction ? 1 : 0;
                samples[i] = isContradiction ? SliceSample.Unknown : SliceSample.Events(Math.Min(good, totals[i]), totals[i]);
            }

            return Row(samples, isOfEvents: true, contradictions: contradictions);
        }
    }

    private sealed class ValueQueries(Slo slo, double factor, string query) : RowQueries(slo, query)
    {
        public override ImportedRow Read(IReadOnlyList<SliceTable> tables, IReadOnlyList<bool> counted)
        {
            var values = Only(tables[0], Queries[0]);
            return Row([.. counted.Select((_, i) => values is null || double.IsNaN(values[i]) ? SliceSample.Unknown : SliceSample.Of(values[i] * factor))], isOfEvents: false);
        }
    }

    private sealed class HistogramQueries(ResponseTimeSlo slo, double unitMs, string query) : RowQueries(slo, query)
    {
        public override ImportedRow Read(IReadOnlyList<SliceTable> tables, IReadOnlyList<bool> counted)
        {
            var buckets = tables[0].Series.Select(series => (Bound: Bound(series.Labels), series.Values)).OrderBy(bucket => bucket.Bound).ToList();
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

            return Row(samples, isOfEvents: true, [.. buckets.Select((bucket, b) => new BucketSum(double.IsPositiveInfinity(bucket.Bound) ? null : bucket.Bound, sums[b]))]);
        }

        private double Bound(IReadOnlyDictionary<string, string> labels) => labels.TryGetValue("le", out var le)
            ? le is "+Inf" or "Inf" ? double.PositiveInfinity
                : double.TryParse(le, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) ? Math.Round(bound * unitMs, 9)
                : throw new LoadLabException(ExitCode.BadConfiguration, $"{slo.Id}: le=\"{le}\" is no bound of a bucket. Query: {Queries[0]}")
            : throw new LoadLabException(ExitCode.BadConfiguration, $"{slo.Id}: the query gives a series without le, so it is no histogram. Query: {Queries[0]}", "Name the metric that ends in _bucket.");
    }
}
