using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Production;

/// <summary>
/// Targets worth talking about, by the criteria of the document (7.2), each with its evidence. What has no data here, feedback of customers and the competition,
/// is left to people. It proposes; nobody's target is changed by it. Pure.
/// </summary>
internal static class ReviewTargets
{
    /// <summary>Share of its budget below which a row keeps its target easily, in every part of the period.</summary>
    public const decimal EasyShare = 0.25m;

    /// <summary>Growth of the events from the first part to the last that is worth a word.</summary>
    public const double GrowthRatio = 0.2;

    public static IReadOnlyList<ReviewTarget> Of(IReadOnlyList<Slo> rows, IReadOnlyList<ReviewTrend> trends, IReadOnlyList<AttainmentPeriod> parts, DateTimeOffset until)
    {
        if (parts.Count < 2)
        {
            return [];
        }

        var targets = new List<ReviewTarget>();
        var grown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var trend in trends)
        {
            var slo = rows.First(row => row.Id == trend.Id);
            if (Easy(slo, trend, parts) is { } easy)
            {
                targets.Add(easy);
            }

            if (trend.Parts.All(part => part.Verdict == Verdict.Fail))
            {
                targets.Add(Target(slo, "Technology changes", $"missed in every part: {Each(trend, parts)}", "Improve what it measures, or agree on a target that can be kept: one that is always missed guides nobody."));
            }

            if (slo.ServiceName is { } service && until >= parts[^1].To && Growth(trend, parts) is { } growth && grown.Add(service))
            {
                targets.Add(Target(slo, "Business requirements change", growth, "Look whether the loads of the capacity rows and their tests are still those of production."));
            }
        }

        return targets;
    }

    private static ReviewTarget? Easy(Slo slo, ReviewTrend trend, IReadOnlyList<AttainmentPeriod> parts)
    {
        // A tighter promise to customers is nobody's wish; and a target of 100 % cannot be tightened.
        if (slo.Tier != SloTier.Slo || RowTarget.GoodRatio(slo) is not { } target || target == 1
            || !trend.Parts.All(part => part.Verdict == Verdict.Pass && part.Consumed is { } consumed && consumed < EasyShare))
        {
            return null;
        }

        // Twice the worst part's bad share is what would have left half of the budget in it.
        var worst = trend.Parts.Max(part => part.Consumed!.Value) * (1 - target);
        var proposal = worst == 0
            ? "It was never missed by a single event: the data give no figure for a tighter target."
            : slo is ResponseTimeSlo
                ? $"A tighter limit could hold. In the worst part {Percent(1 - worst)} kept this one; the data tell nothing of other limits."
                : $"{(slo.CountsBad ? "< " + Percent(2 * worst) : "≥ " + Percent(1 - (2 * worst)))} would have left half of its budget in the worst part.";
        return Target(slo, "Performance improvements", $"kept with at most {ComplianceText.Part(trend.Parts.Max(part => part.Consumed))} of its budget in each part: {Each(trend, parts)}", proposal);
    }

    /// <summary>Events a day, so that months of other lengths can be compared.</summary>
    private static string? Growth(ReviewTrend trend, IReadOnlyList<AttainmentPeriod> parts)
    {
        if (trend.Parts[0].Events is not > 0 || trend.Parts[^1].Events is not { } last)
        {
            return null;
        }

        var (before, after) = (trend.Parts[0].Events!.Value / parts[0].Length.TotalDays, last / parts[^1].Length.TotalDays);
        var growth = (after / before) - 1;
        return growth < GrowthRatio ? null
            : $"{Units.Count((long)Math.Round(before))} events a day in {parts[0].Name}, {Units.Count((long)Math.Round(after))} in {parts[^1].Name}: {growth.ToString("+0.#%", CultureInfo.InvariantCulture)}";
    }

    private static ReviewTarget Target(Slo slo, string criterion, string evidence, string proposal) => new(slo.Id, slo.Title, slo.Says, criterion, evidence, proposal);

    private static string Each(ReviewTrend trend, IReadOnlyList<AttainmentPeriod> parts) => string.Join(", ", trend.Parts.Select((part, i) => $"{parts[i].Name} {part.Measured}"));

    private static string Percent(decimal ratio) => (ratio * 100).ToString("0.######", CultureInfo.InvariantCulture) + " %";
}
