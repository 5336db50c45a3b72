using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Production;

/// <summary>What monitoring did not see, and what is to be done by whom. Each sentence follows from the data; none is there without. Pure.</summary>
internal static class ReviewActions
{
    private const string Owner = "owner";
    private const string Steward = "steward";
    private const string Monitor = "monitor";
    private const string Reviewer = "reviewer";

    /// <summary>Process improvement (7.1, step 4): refine monitoring and alerting.</summary>
    public static IEnumerable<string> Process(ProductionImport import, IReadOnlyList<Slo> rows, IReadOnlyDictionary<string, RowAttainment?> reached, SloReview review)
    {
        var silent = review.Incidents.Where(incident => incident.Alerts.Count == 0).ToList();
        if (silent.Count > 0)
        {
            yield return $"{Units.Count(silent.Count)} of {Units.Counted(review.Incidents.Count, "incident")} would have alerted nobody: {string.Join(", ", silent.Select(incident => MomentText.Format(incident.From)))}.";
        }

        if (review.Incidents.Where(incident => incident.Alerts.Count > 0).MaxBy(incident => incident.Alerts[0].AfterSeconds) is { } slowest)
        {
            yield return $"The slowest first alert came {DurationValue.Format(TimeSpan.FromSeconds(slowest.Alerts[0].AfterSeconds))} after the beginning of the incident of {MomentText.Format(slowest.From)}: {slowest.Alerts[0].Alert}.";
        }

        foreach (var alert in review.Alerts)
        {
            if (alert.NotReplayed.Length > 0)
            {
                yield return $"{alert.Title}: not replayed: {alert.NotReplayed}.";
            }
            else if (alert.UndecidedSlices > 0)
            {
                yield return $"{alert.Title}: at the end of {Units.Count(alert.UndecidedSlices)} of {Units.Counted(import.Grid.CountUntil(import.Until), "slice")} the data do not say whether it fires (row {alert.Watched}).";
            }
        }

        foreach (var slo in rows.Where(slo => reached[slo.Id] is { Slices.Unknown: > 0 }))
        {
            yield return $"{slo.Title} ({slo.Id}): of {DurationValue.Format(reached[slo.Id]!.Slices.Unknown * import.Grid.Slice)} nothing is known.";
        }

        foreach (var slo in rows.Where(slo => reached[slo.Id] is null or { Verdict: Verdict.NotMeasured }))
        {
            yield return $"{slo.Title} ({slo.Id}) was not measured.";
        }
    }

    /// <summary>What is to be done.</summary>
    public static IEnumerable<ReviewAction> Of(SloCatalogue catalogue, IReadOnlyList<Slo> rows, IReadOnlyDictionary<string, RowAttainment?> reached, SloReview review)
    {
        foreach (var slo in rows.Where(slo => reached[slo.Id] is { Verdict: Verdict.Fail }))
        {
            yield return Action($"{slo.Title} missed {slo.Says}: decide on work on reliability before new features.", Owner);
        }

        foreach (var incident in review.Incidents.Take(3))
        {
            yield return Action($"Find the root cause of the incident of {MomentText.Format(incident.From)}, which took {ComplianceText.Part(incident.Share)} of the budget of {incident.Costs[0].Id}.", Owner);
        }

        foreach (var incident in review.Incidents.Where(incident => incident.Alerts.Count == 0).Take(3))
        {
            yield return Action($"Add an alert that sees an incident such as that of {MomentText.Format(incident.From)}.", Monitor);
        }

        foreach (var target in review.Targets)
        {
            yield return Action($"Decide on the target of {target.Id} ({target.Target}): {target.Criterion.ToLowerInvariant()}.", Steward);
        }

        if (rows.Where(slo => reached[slo.Id] is null or { Verdict: Verdict.NotMeasured }).Select(slo => slo.Id).ToList() is { Count: > 0 } blind)
        {
            yield return Action($"Measure {string.Join(", ", blind)}, or take {(blind.Count == 1 ? "it" : "them")} out of the catalogue.", Monitor);
        }

        yield return Action("Read this report, and decide on the proposals.", Reviewer);

        ReviewAction Action(string what, string role)
        {
            var entry = catalogue.Document.OfType<RoleEntry>().FirstOrDefault(entry => entry.Title.Contains(role, StringComparison.OrdinalIgnoreCase));
            return new ReviewAction(what, entry?.Title ?? "", entry?.Who ?? "");
        }
    }
}
