using System.Diagnostics;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Alerting;

/// <summary>The document's own thresholds, as backstops beside the burn rates.</summary>
internal static class ThresholdAlerts
{
    /// <summary>Two for each alert of the document whose figure production measures.</summary>
    public static IEnumerable<PlannedItem> Of(SloCatalogue catalogue, IReadOnlyList<WatchedRow> rows)
    {
        foreach (var entry in catalogue.Document.OfType<AlertEntry>())
        {
            if (Watched(entry, rows) is not { } row)
            {
                yield return new PlannedItem(null, $"{entry.Id} ({entry.Source}): production measures no SLO that it watches and whose figure its thresholds can be compared with.");
                continue;
            }

            yield return new PlannedItem(Alert(catalogue, entry, row, entry.Critical, Severity.Critical));
            yield return new PlannedItem(Alert(catalogue, entry, row, entry.Warning, Severity.Warning));
        }
    }

    /// <summary>The first row that an alert watches, that production measures, and whose figure can be compared with its thresholds.</summary>
    public static WatchedRow? Watched(AlertEntry entry, IReadOnlyList<WatchedRow> rows) => entry.Watches
        .Select(id => rows.FirstOrDefault(row => row.Slo.Id == id))
        .FirstOrDefault(row => row is not null && row.Slo.Objective.Unit == entry.Warning.Unit && row.Slo.Objective.WantsLess == entry.Warning.WantsLess);

    /// <summary>The comparison that says that an objective does not hold.</summary>
    public static string Broken(Objective objective) => objective.Comparison switch
    {
        ComparisonOperator.LessThan => ">=",
        ComparisonOperator.LessThanOrEqual => ">",
        ComparisonOperator.GreaterThan => "<=",
        ComparisonOperator.GreaterThanOrEqual => "<",
        _ => throw new UnreachableException($"An objective is not compared by '{objective.Comparison.Word()}'."),
    };

    /// <summary>True for the percentile of a histogram: above its highest bound nobody knows how far, and a threshold up there would never be crossed by the figure.</summary>
    public static bool MayLieBeyond(WatchedRow row) => row.Slo is { Figure: SloFigure.Percentile, Objective.WantsLess: true } && row.Target is not null;

    private static PlannedAlert Alert(SloCatalogue catalogue, AlertEntry entry, WatchedRow row, Objective objective, string severity)
    {
        var window = entry.Window ?? WatchedRow.DefaultWindow;
        var length = DurationValue.Format(window);
        return new PlannedAlert
        {
            Name = AlertKinds.Threshold,
            Severity = severity,
            Slo = row.Slo.Id,
            Service = row.Service,
            Tier = row.Slo.Tier.Word(),
            Alert = entry.Id,
            Source = entry.Source,
            Expression = Expression(catalogue, row, objective, window),
            Summary = $"{entry.Title}: {row.Slo.Title} is not {objective.Sign} {objective.Text}",
            Description = $"The document's {severity} threshold, {objective.Sign} {objective.Text}, does not hold over {length}{(MayLieBeyond(row) ? ", or the percentile lies above every bound of its histogram, by how much nothing tells" : "")}. It is a backstop: the burn rate of the error budget says sooner or more surely whether it matters.",
            Comment = entry.Window is null ? $"The document names no window; {length} are taken. 'window:' of the alert in the catalogue names another one." : "",
        };
    }

    private static string Expression(SloCatalogue catalogue, WatchedRow row, Objective objective, TimeSpan window)
    {
        var id = row.Slo.Id;
        var range = $"[{PromQl.Duration(window)}]";
        if (row.Target is null)
        {
            return $"{RowNames.Of(RowNames.Figure(window), catalogue, id)} {Broken(objective)} {PromQl.Number(objective.Limit)}";
        }

        if (row.Slo.Figure == SloFigure.Percentile)
        {
            // As many events as make one slow one out of the percentile, or it says nothing.
            var guard = row.Fits(window) ? $"\nand sum_over_time({RowNames.Of(RowNames.Total, catalogue, id)}{range}) * {PromQl.Number(1 - row.Target.Value)} >= 1" : "";
            var crossed = $"{RowNames.Of(RowNames.Figure(window), catalogue, id)} {Broken(objective)} {PromQl.Number(objective.Limit)}";
            return (MayLieBeyond(row) ? $"({crossed}\nor {RowNames.Of(RowNames.Beyond(window), catalogue, id)} > 0)" : crossed) + guard;
        }

        // In the share of bad events, where the limit is exact: 1 - 0.995 in binary is not 0.005.
        var (limit, sign) = row.Slo.CountsBad ? ((decimal)objective.Limit, Broken(objective))
            : (1 - (decimal)objective.Limit, Broken(objective) == "<" ? ">" : ">=");
        var alone = row.Fits(window) ? $"\nand sum_over_time({RowNames.Of(RowNames.Bad, catalogue, id)}{range}) >= 2" : "";
        return $"{RowNames.Of(RowNames.BadRatio(window), catalogue, id)} {sign} {PromQl.Number(limit)}{alone}";
    }
}
