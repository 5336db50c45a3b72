using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.OpenSlo;

/// <summary>The queries of a ratio, as a catalogue has them.</summary>
/// <param name="Good">Good events of a slice; empty for a histogram whose limit is not known yet.</param>
/// <param name="Total">All events of a slice.</param>
/// <param name="Histogram">The selector of the buckets that an export left; empty for none.</param>
/// <param name="UnitMs">Milliseconds in the unit of the buckets' bounds.</param>
internal sealed record OpenSloCounts(string Good, string Total, string Histogram, double UnitMs)
{
    private string GoodQuery { get; init; } = "";

    private TimeSpan Slice { get; init; }

    /// <summary>Reads a ratioMetric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="slice">The length of a slice that an export left; empty for none.</param>
    /// <param name="isPrometheus">Whether a metric source is a Prometheus.</param>
    /// <param name="fault">Why it is null, or what was taken for granted.</param>
    public static OpenSloCounts? Of(OpenSloNode metric, string slice, Func<OpenSloNode, bool> isPrometheus, out string fault)
    {
        fault = "";
        if (metric.Map("raw").Exists)
        {
            fault = "it is a ratio that somebody computed before (raw): how many events it stands for is not known.";
            return null;
        }

        var (good, bad, total) = (metric.Map("good", "metricSource"), metric.Map("bad", "metricSource"), metric.Map("total", "metricSource"));
        var part = good.Exists ? good : bad;
        if (!part.Exists || !total.Exists || good.Exists == bad.Exists)
        {
            fault = "it needs total, and either good or bad.";
            return null;
        }

        if (!isPrometheus(part) || !isPrometheus(total))
        {
            fault = "its metric source is no Prometheus, and PromQL is what a catalogue asks in.";
            return null;
        }

        var length = DurationValue.TryParse(slice, out var given) && given > TimeSpan.Zero ? given : ErrorBudget.DefaultSlice;
        var isCounter = metric.Text("counter") == "true";
        if (Query(part.Map("spec"), isCounter, length) is not { } counted || Query(total.Map("spec"), isCounter, length) is not { } all)
        {
            fault = isCounter
                ? "its queries are of counters that rise for ever (counter: true), and only a selector, or sum() of one, can be counted by slices."
                : "it has no query, or one with placeholders that a catalogue does not know.";
            return null;
        }

        var (spec, histogram) = (total.Map("spec"), total.Map("spec").Text(OpenSloWords.Histogram));
        // Of bad events there is no series before the first one: the selector of all others gives the good ones even then.
        var others = good.Exists ? null : Selector.OfSum(all) is { } selector && Selector.OfSum(counted) is { } failed ? selector.Without(failed) : null;
        string[] taken =
        [
            isCounter || slice.Length > 0 ? "" : "its queries are taken to give the events of a slice, as counter: false says.",
            good.Exists || others is not null ? "" : "its good events are all but the bad ones: while these have no series, none counts as good. Where theirs comes with the first of them, write 'or vector(0)' behind it in good.",
        ];
        fault = string.Join(' ', taken.Where(words => words.Length > 0));
        return new OpenSloCounts(good.Exists ? counted : others is not null ? $"sum($__increase({others}))" : $"({all}) - ({counted})", all, QueryText.IsSelector(histogram) && good.Exists ? histogram : "", spec.Text(OpenSloWords.Unit) == "milliseconds" ? 1 : 1000)
        {
            GoodQuery = part.Map("spec").Text("query"),
            Slice = length,
        };
    }

    /// <summary>True when the good events are those of this limit in the histogram.</summary>
    public bool IsOfLimit(OpenSloLimit limit)
    {
        var slo = new ResponseTimeSlo
        {
            Id = "x",
            Title = "x",
            Source = "1/1",
            Tier = SloTier.Slo,
            Service = "x",
            Measure = "x",
            Percentile = 50,
            Objective = new Objective(limit.Comparison, limit.Value, "ms", limit.Text),
            Production = new ProductionQueries { Histogram = Histogram, UnitMs = UnitMs },
        };
        return RowQuery.Good(new WatchedRow(slo, Slice), Slice) == GoodQuery;
    }

    /// <summary><c>production:</c> of the row.</summary>
    public YamlObject Production(bool isHistogram) => isHistogram
        ? new YamlObject { { "histogram", Histogram }, { "unit", UnitMs == 1 ? "milliseconds" : null } }
        : new YamlObject { { "good", Good }, { "total", Total } };

    /// <summary>A query of a catalogue: the one that an export left where it still is this one, else the query itself.</summary>
    private static string? Query(OpenSloNode spec, bool isCounter, TimeSpan slice)
    {
        var (query, template) = (spec.Text("query"), spec.Text(OpenSloWords.Template));
        if (string.IsNullOrWhiteSpace(query))
        {
            return null;
        }

        if (isCounter)
        {
            query = query.Trim();
            var inner = query.StartsWith("sum(", StringComparison.Ordinal) && QueryText.IsClosedAtEnd(query, 3) ? query[4..^1].Trim() : query;
            return QueryText.IsSelector(inner) ? $"sum($__increase({inner}))" : null;
        }

        if (template.Length > 0 && QueryText.Fault(template) is null && RowQuery.OneSeries(QueryText.Expand(template, slice)) == query)
        {
            return template;
        }

        return QueryText.Fault(query) is null ? query : null;
    }
}
