using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Core.Production;

/// <summary>Computes what a review of a period talks about. Pure.</summary>
internal static class ReviewBuilder
{
    /// <summary>The review; null for a day or a range, and where nothing was imported.</summary>
    public static SloReview? Of(ComplianceData data, IReadOnlyList<Slo> rows, IReadOnlyDictionary<string, RowAttainment?> reached, IReadOnlyList<ComplianceAlert> burns)
    {
        var parts = ReviewTrends.Parts(data.Period);
        if (data.Import is not { } import || parts.Count == 0)
        {
            return null;
        }

        var trends = ReviewTrends.Of(import, rows, parts);
        var alerts = ThresholdReplay.Of(import, data.Catalogue);
        var (incidents, rests) = ReviewIncidents.Of(import, rows, [.. burns, .. alerts.SelectMany(alert => alert.Firings)]);
        var review = new SloReview
        {
            Parts = [.. parts.Select(part => part.Name)],
            Trends = trends,
            Incidents = incidents,
            Rests = rests,
            Alerts = alerts,
            Targets = ReviewTargets.Of(rows, trends, parts, import.Until),
            Process = [],
            Actions = [],
            Audience = [.. data.Catalogue.Document.OfType<RoleEntry>().Select(role => new ReviewRole(role.Title, role.Who))],
        };
        review = review with { Process = [.. ReviewActions.Process(import, rows, reached, review)] };
        return review with { Actions = [.. ReviewActions.Of(data.Catalogue, rows, reached, review)] };
    }
}
