using LoadLab.Core.Catalogue;
using LoadLab.Core.Text;

namespace LoadLab.Core.Production;

/// <summary>A period in its parts, and what each row reached in each of them. Pure.</summary>
internal static class ReviewTrends
{
    /// <summary>The months of a quarter; the weeks of a month, cut at its ends; the days of a week; nothing else.</summary>
    public static IReadOnlyList<AttainmentPeriod> Parts(AttainmentPeriod period)
    {
        var parts = new List<AttainmentPeriod>();
        for (var at = period.From; at < period.To && period.Kind is "quarter" or "month" or "week"; at = parts[^1].To)
        {
            parts.Add(Part(period, at));
        }

        return parts;
    }

    public static IReadOnlyList<ReviewTrend> Of(ProductionImport import, IReadOnlyList<Slo> rows, IReadOnlyList<AttainmentPeriod> parts)
    {
        var cut = parts.Select(part => ImportJoin.Cut(import, part)).ToList();
        return [.. rows.Where(slo => import.Find(slo) is not null).Select(slo => Of(slo, [.. cut.Select(part => part.Analyse(slo)!)]))];
    }

    private static ReviewTrend Of(Slo slo, IReadOnlyList<RowAttainment> parts)
    {
        var figures = parts.Select(part => new ReviewPart(part.Verdict, part.Attained, Words(slo, part), part.Events, part.Budget?.ConsumedRatio)).ToList();
        var known = figures.Where(part => part.Attained is not null).ToList();
        return new ReviewTrend(slo.Id, slo.Title, slo.Says, figures, known.Count < 2 ? "unknown" : Direction(slo, known[0].Attained!.Value, known[^1].Attained!.Value));
    }

    private static string Words(Slo slo, RowAttainment part) => part.Attained is not { } attained ? Units.None
        : RowTarget.CountsEvents(slo) ? ComplianceText.Ratio(attained) + (slo is ResponseTimeSlo ? " within" : "") : Units.Value(attained, slo.Objective.Unit);

    /// <summary>A share of events is better when more of them are good; a value as its limit says.</summary>
    private static string Direction(Slo slo, double first, double last)
    {
        var wantsLess = RowTarget.CountsEvents(slo) ? slo.CountsBad : slo.Objective.WantsLess;
        return first == last ? "steady" : (last < first) == wantsLess ? "better" : "worse";
    }

    private static AttainmentPeriod Part(AttainmentPeriod period, DateTimeOffset at)
    {
        if (period.Kind == "quarter")
        {
            return AttainmentPeriod.Month(at.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture))!;
        }

        if (period.Kind == "week")
        {
            return AttainmentPeriod.Day(at.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))!;
        }

        var day = at.UtcDateTime;
        var week = AttainmentPeriod.Week(FormattableString.Invariant($"{System.Globalization.ISOWeek.GetYear(day):0000}-W{System.Globalization.ISOWeek.GetWeekOfYear(day):00}"))!;
        return new AttainmentPeriod(week.Name, at, week.To < period.To ? week.To : period.To);
    }
}
