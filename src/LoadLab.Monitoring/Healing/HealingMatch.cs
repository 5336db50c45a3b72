using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Monitoring.Alerting;

namespace LoadLab.Monitoring.Healing;

/// <summary>Which entries of <c>healing:</c> an alert starts. Pure.</summary>
internal static class HealingMatch
{
    private static readonly string[] s_broken = [AlertKinds.Burn, AlertKinds.Threshold, AlertKinds.Outside, AlertKinds.ZeroTolerance];

    /// <summary>The entries, or why there is none.</summary>
    public static (IReadOnlyList<HealingEntry> Entries, string Reason) Of(SloCatalogue catalogue, IncomingAlert alert)
    {
        if (!alert.IsFiring)
        {
            return ([], "It is resolved.");
        }

        if (alert.Label("catalogue") != catalogue.Name)
        {
            return ([], $"It is not of the catalogue '{PlainText.Inline(catalogue.Name, 100)}': the label catalogue is another one or missing.");
        }

        if (!s_broken.Contains(alert.Label("alertname")))
        {
            return ([], "Its name is none that says that a limit is broken. Silence (SloNoData) says that nothing is known, and that is no cause to act.");
        }

        var entries = catalogue.Document.OfType<HealingEntry>()
            .Where(entry => entry.Slo.Length > 0 ? entry.Slo == alert.Label("slo") : entry.Alert == alert.Label("alert") && alert.Label("alertname") == AlertKinds.Threshold)
            .ToList();
        var severe = entries.Where(entry => entry.OfSeverities.Count == 0 || entry.OfSeverities.Contains(alert.Label("severity"))).ToList();
        return (severe, severe.Count > 0 ? "" : entries.Count > 0 ? "Its severity is none of those in on.severities." : "No entry of healing: names its row or its alert.");
    }
}
