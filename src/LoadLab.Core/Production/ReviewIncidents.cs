using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Production;

/// <summary>
/// Finds the times that burned budget. Of a row: slices that were bad, with idle ones and at most <see cref="Join"/> of others between them. Of several rows:
/// what overlaps is one incident. A cost counts the surely bad events of the incident's slices, so the shares of all incidents and the rest are what was consumed. Pure.
/// </summary>
internal static class ReviewIncidents
{
    /// <summary>Bad times that are this near to each other are one: a target that comes and goes is one trouble.</summary>
    public static readonly TimeSpan Join = TimeSpan.FromMinutes(10);

    /// <summary>Least share of a row's budget for an incident to be told on its own.</summary>
    public const decimal LeastShare = 0.01m;

    public static (IReadOnlyList<ReviewIncident> Incidents, IReadOnlyList<ReviewRest> Rests) Of(ProductionImport import, IReadOnlyList<Slo> rows, IReadOnlyList<ComplianceAlert> alerts)
    {
        var pieces = new List<Piece>();
        var consumed = new List<(string Id, decimal Ratio)>();
        foreach (var slo in rows)
        {
            if (import.Find(slo) is { } row && RowTarget.GoodRatio(slo) is not null && import.Analyse(slo) is { Budget: { IsZeroTolerance: false, Allowed: > 0 } budget })
            {
                pieces.AddRange(Pieces(slo, row, import, budget));
                consumed.Add((slo.Id, budget.ConsumedRatio!.Value));
            }
        }

        var incidents = Merge(pieces).Select(group => Incident(group, alerts)).ToList();
        var told = incidents.Where(incident => incident.Share >= LeastShare).OrderByDescending(incident => incident.Share).ThenBy(incident => incident.From).ToList();
        var rests = consumed.Select(row => new ReviewRest(
            row.Id,
            row.Ratio - told.SelectMany(incident => incident.Costs).Where(cost => cost.Id == row.Id).Sum(cost => cost.Share),
            incidents.Except(told).Count(incident => incident.Costs.Any(cost => cost.Id == row.Id))));
        return (told, [.. rests.Where(rest => rest.Share != 0)]);
    }

    private static IEnumerable<Piece> Pieces(Slo slo, ImportedRow row, ProductionImport import, ErrorBudget budget)
    {
        var states = SliceJudge.Judge(slo, row.Samples, import.Grid, import.Maintenance);
        var most = (int)(Join.Ticks / import.Grid.Slice.Ticks);
        var (first, last, bad) = (-1, -1, 0.0);
        var between = 0.0;
        for (var i = 0; i < row.Samples.Count; i++)
        {
            var sample = row.Samples[i];
            var lost = sample.IsKnown && states[i] != SliceState.Maintenance ? sample.Total - sample.Value - sample.Maybe : 0;
            if (states[i] == SliceState.Bad)
            {
                if (first >= 0 && i - last - 1 > most)
                {
                    yield return Done(first, last, bad);
                    (first, bad) = (i, 0);
                    between = 0;
                }

                first = first < 0 ? i : first;
                (last, bad, between) = (i, bad + between + lost, 0);
            }
            else if (first >= 0)
            {
                between += lost;
            }
        }

        if (first >= 0)
        {
            yield return Done(first, last, bad);
        }

        Piece Done(int from, int to, double events) =>
            new(slo.Id, import.Grid.StartOf(from), import.Grid.StartOf(to + 1), events, (decimal)events / budget.Allowed);
    }

    private static List<List<Piece>> Merge(List<Piece> pieces)
    {
        var groups = new List<List<Piece>>();
        var end = DateTimeOffset.MinValue;
        foreach (var piece in pieces.OrderBy(piece => piece.From).ThenBy(piece => piece.Until))
        {
            if (groups.Count == 0 || piece.From >= end)
            {
                groups.Add([]);
                end = piece.Until;
            }

            groups[^1].Add(piece);
            end = piece.Until > end ? piece.Until : end;
        }

        return groups;
    }

    private static ReviewIncident Incident(List<Piece> pieces, IReadOnlyList<ComplianceAlert> alerts)
    {
        var (from, until) = (pieces.Min(piece => piece.From), pieces.Max(piece => piece.Until));
        var ids = pieces.Select(piece => piece.Id).ToHashSet(StringComparer.Ordinal);

        // A long window may fire a while after: as long as it had not cleared, and began within the incident or the longest join after it.
        var notices = alerts.Where(alert => ids.Contains(alert.Id) && alert.From > from && alert.From <= until + Join)
            .OrderBy(alert => alert.From).Select(alert => new ReviewNotice($"{alert.Id}: {alert.Rule}", alert.Severity, (alert.From - from).TotalSeconds));
        return new ReviewIncident(
            from,
            until,
            [.. pieces.GroupBy(piece => piece.Id).Select(row => new ReviewCost(row.Key, row.Sum(piece => piece.Bad), row.Sum(piece => piece.Share))).OrderByDescending(cost => cost.Share).ThenBy(cost => cost.Id, StringComparer.Ordinal)],
            [.. notices]);
    }

    private readonly record struct Piece(string Id, DateTimeOffset From, DateTimeOffset Until, double Bad, decimal Share);
}
