using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Lint;

/// <summary>Alerts that come when the limit that they guard is broken already, and alerts without a window.</summary>
internal sealed class AlertRule : LintRule
{
    public override string Name => "alert";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        foreach (var alert in catalogue.Document.OfType<AlertEntry>())
        {
            // At the critical threshold the warning must be due already, or it never comes first.
            if (alert.Warning.IsMetBy(alert.Critical.Limit))
            {
                yield return Warning(alert, "critical", $"Critical at {alert.Critical.Text} comes before the warning at {alert.Warning.Text}.");
            }

            var guarded = catalogue.Slos.Where(slo => alert.Watches.Contains(slo.Id) && slo.Objective.Unit == alert.Warning.Unit && slo.Objective.WantsLess == alert.Warning.WantsLess).ToList();
            var late = Loosest(guarded.Where(slo => !slo.Objective.IsMetBy(alert.Warning.Limit)));
            if (late is not null)
            {
                yield return Warning(alert, "warning", $"At the warning, {alert.Warning.Text}, {LintText.Row(late)} is broken already; critical is {alert.Critical.Text}.{Budget(alert, late)}");
            }
            else if (Loosest(guarded.Where(slo => !slo.Objective.IsMetBy(alert.Critical.Limit))) is { } broken)
            {
                yield return Warning(alert, "critical", $"Critical at {alert.Critical.Text} is past {LintText.Row(broken)}: when it comes, the limit is broken. Only the warning at {alert.Warning.Text} comes in time.");
            }

            if (alert.Window is null)
            {
                yield return Note(alert, "watches", $"It has no window: nothing says over how long the figure is taken, so one bad second may raise it, or none. The replay of a run takes {DurationValue.Format(AlertReplay.DefaultWindow)}. Say it, as in window: 5m.");
            }
        }
    }

    /// <summary>The row that is broken last, the promise before the target.</summary>
    private static Slo? Loosest(IEnumerable<Slo> rows) =>
        rows.OrderBy(row => row.Tier == SloTier.Sla ? 0 : 1).ThenByDescending(row => row.Objective.WantsLess ? row.Objective.Limit : -row.Objective.Limit).FirstOrDefault();

    /// <summary>For shares of failures: how many times the allowed share each threshold is.</summary>
    private static string Budget(AlertEntry alert, Slo row)
    {
        var allowed = Bad(row.Objective);
        return row is AvailabilitySlo or ErrorRatioSlo && allowed > 0
            ? $" The thresholds are {LintText.Times((double)(Bad(alert.Warning) / allowed))} and {LintText.Times((double)(Bad(alert.Critical) / allowed))} times the {LintText.Percent(allowed)} that may fail."
            : "";
    }

    private static decimal Bad(Objective objective) => objective.WantsLess ? (decimal)objective.Limit : 1 - (decimal)objective.Limit;
}
