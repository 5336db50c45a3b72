using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Production;

/// <summary>Which burn-rate alerts would have fired in a period. The period before it, where it was imported, fills the windows at its beginning.</summary>
internal static class ComplianceAlerts
{
    public static IReadOnlyList<ComplianceAlert> Of(ComplianceData data, IReadOnlyList<Slo> rows)
    {
        var import = data.Import!;
        var alerts = new List<ComplianceAlert>();
        foreach (var slo in rows)
        {
            if (import.Find(slo) is not { } row || RowTarget.GoodRatio(slo) is not { } target)
            {
                continue;
            }

            var before = Before(slo, data);
            var series = before.Concat(Series(slo, row, import)).ToList();
            var offset = import.Grid.Period.From - (before.Count * import.Grid.Slice);
            foreach (var rule in data.Catalogue.BurnRates.Where(rule => Fits(rule, import.Grid.Slice)))
            {
                alerts.AddRange(BurnRateReplay.Of(rule, target, series, import.Grid.Slice).Firings
                    .Where(firing => firing.Until is null || offset + firing.Until > import.Grid.Period.From)
                    .Select(firing => new ComplianceAlert(slo.Id, rule.Name, rule.Severity, offset + firing.From, firing.Until is { } until ? offset + until : null)));
            }
        }

        return [.. alerts.OrderBy(alert => alert.From).ThenBy(alert => alert.Id, StringComparer.Ordinal).ThenBy(alert => alert.Rule, StringComparer.Ordinal)];
    }

    /// <summary>True when the windows of a rule are whole slices.</summary>
    public static bool Fits(BurnRateRule rule, TimeSpan slice) =>
        rule.ShortWindow >= slice && rule.LongWindow.Ticks % slice.Ticks == 0 && rule.ShortWindow.Ticks % slice.Ticks == 0;

    private static List<EventCount?> Before(Slo slo, ComplianceData data) =>
        data.Previous is { IsPartial: false } previous && previous.Grid.Slice == data.Import!.Grid.Slice && previous.Until == data.Import.Grid.Period.From && previous.Find(slo) is { } row
            ? Series(slo, row, previous)
            : [];

    /// <summary>In maintenance nothing happened that counts; of a gap nothing is known. An alert is claimed only from what was surely bad.</summary>
    private static List<EventCount?> Series(Slo slo, ImportedRow row, ProductionImport import)
    {
        var states = SliceJudge.Judge(slo, row.Samples, import.Grid, import.Maintenance);
        return [.. row.Samples.Select((sample, i) => states[i] switch
        {
            SliceState.Maintenance => new EventCount(0, 0),
            _ when !sample.IsKnown || (states[i] == SliceState.Unknown && sample.Total <= 0) => (EventCount?)null,
            _ => new EventCount(Math.Clamp((long)Math.Round(sample.Total - sample.Value - sample.Maybe), 0, (long)Math.Round(sample.Total)), (long)Math.Round(sample.Total)),
        })];
    }
}
