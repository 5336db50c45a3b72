using LoadLab.Core.Catalogue;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Production;

/// <summary>Says what can be seen in the data of a period. Each sentence has its figures from the data, and none is there without.</summary>
internal static class ComplianceObservations
{
    public static IEnumerable<string> Of(ComplianceData data, IReadOnlyList<Slo> rows, IReadOnlyDictionary<string, RowAttainment?> reached)
    {
        if (data.Import is not { } import)
        {
            yield break;
        }

        if (import.IsPartial)
        {
            yield return $"The period was not over when it was imported: the data end at {MomentText.Format(import.Until)}, after {Share(import.Until - data.Period.From, data.Period.Length)} of it.";
        }

        foreach (var window in import.Maintenance)
        {
            yield return $"Maintenance from {MomentText.Format(window.From)} to {MomentText.Format(window.To)} ({window.Reason}) does not count.";
        }

        foreach (var line in Overspent(rows, reached).Concat(Outages(rows, reached)).Concat(Gaps(import, rows, reached)).Concat(Contradictions(import)).Concat(Changes(data, rows, reached)))
        {
            yield return line;
        }

        foreach (var rule in data.Catalogue.BurnRates.Where(rule => !ComplianceAlerts.Fits(rule, import.Grid.Slice)))
        {
            yield return $"The burn-rate alert {rule.Name} was not replayed: its windows are no whole slices of {DurationValue.Format(import.Grid.Slice)}.";
        }

        foreach (var warning in import.Warnings)
        {
            yield return $"Prometheus warned: {warning}";
        }
    }

    private static IEnumerable<string> Overspent(IReadOnlyList<Slo> rows, IReadOnlyDictionary<string, RowAttainment?> reached) =>
        from slo in rows
        let budget = reached[slo.Id]?.Budget
        where budget is not null
        where budget.RemainingRatio < 0 || (budget.IsZeroTolerance && budget.Spent > 0)
        select budget.IsZeroTolerance
            ? $"{slo.Title}: its target of 100 % leaves no error budget, and {Units.Counted((long)budget.Spent, "event was", "events were")} bad."
            : $"{slo.Title}: {BudgetTimes(budget.ConsumedRatio!.Value)} times the error budget of {slo.Says} is spent.";

    /// <summary>The longest of each figure: rows on one figure with the same stretch are one line.</summary>
    private static IEnumerable<string> Outages(IReadOnlyList<Slo> rows, IReadOnlyDictionary<string, RowAttainment?> reached) => rows
        .Where(slo => reached[slo.Id]?.LongestOutage is not null)
        .GroupBy(slo => (slo.IndicatorKey, reached[slo.Id]!.LongestOutage))
        .Select(figure => $"{figure.First().Title}: longest time outside {string.Join(" and ", figure.Select(slo => slo.Says).Distinct())} was {DurationValue.Format(figure.Key.LongestOutage!.Length)}, from {MomentText.Format(figure.Key.LongestOutage.From)} on.");

    private static IEnumerable<string> Gaps(ProductionImport import, IReadOnlyList<Slo> rows, IReadOnlyDictionary<string, RowAttainment?> reached) => rows
        .Where(slo => reached[slo.Id] is { LongestGap: not null })
        .GroupBy(slo => (reached[slo.Id]!.Slices.Unknown, reached[slo.Id]!.LongestGap))
        .Select(same => $"Of {DurationValue.Format(same.Key.Unknown * import.Grid.Slice)} nothing is known of {Some(same)}; the longest gap was {DurationValue.Format(same.Key.LongestGap!.Length)}, from {MomentText.Format(same.Key.LongestGap.From)} on.");

    private static IEnumerable<string> Contradictions(ProductionImport import) => import.Rows
        .Where(row => row.Contradictions > 0)
        .Select(row => $"{row.Id}: in {Units.Counted(row.Contradictions, "slice")} more events were good than there were, so nothing is known of them. Its queries good and total do not fit each other.");

    private static IEnumerable<string> Changes(ComplianceData data, IReadOnlyList<Slo> rows, IReadOnlyDictionary<string, RowAttainment?> reached)
    {
        if (data.Previous is not { } previous)
        {
            yield break;
        }

        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var slo in rows)
        {
            if (reached[slo.Id] is not { HasFigure: true } after || previous.Analyse(slo) is not { HasFigure: true } before)
            {
                continue;
            }

            var verdicts = after.Verdict == before.Verdict ? "" : $" {slo.Says} was {DocumentWords.Of(before.Verdict)} and is {DocumentWords.Of(after.Verdict)}.";
            if (verdicts.Length > 0 || ((after.Attained, after.Percentile) != (before.Attained, before.Percentile) && told.Add(slo.IndicatorKey)))
            {
                yield return $"{slo.Title}: {ComplianceText.Measured(slo, after)}, after {ComplianceText.Measured(slo, before)} in {previous.Grid.Period.Name}.{verdicts}";
            }
        }
    }

    private static string Some(IEnumerable<Slo> rows)
    {
        const int Most = 3;
        var ids = rows.Select(slo => slo.Id).ToList();
        return ids.Count <= Most ? string.Join(", ", ids) : $"{string.Join(", ", ids.Take(Most))} and {ids.Count - Most} more";
    }

    private static string BudgetTimes(decimal consumed) => consumed.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    private static string Share(TimeSpan part, TimeSpan whole) => Units.Percent((double)part.Ticks / whole.Ticks);
}
