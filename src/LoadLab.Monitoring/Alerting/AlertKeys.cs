namespace LoadLab.Monitoring.Alerting;

/// <summary>Turns a set of alerts into matchers on their labels <c>severity</c> and <c>alert</c>.</summary>
internal static class AlertKeys
{
    /// <summary>
    /// Pairs of lists, whose products together are exactly the labels of the alerts: severities of the same alerts stand together. An empty id stands for
    /// alerts that the document's alerts do not watch.
    /// </summary>
    public static IEnumerable<(IReadOnlyList<string> Severities, IReadOnlyList<string> Alerts)> Matchers(IEnumerable<PlannedAlert> alerts) => alerts
        .GroupBy(alert => alert.Severity)
        .Select(group => (Severity: group.Key, Alerts: group.Select(alert => alert.Alert).Distinct().Order(StringComparer.Ordinal).ToList()))
        .GroupBy(pair => (Grave: Severity.IsGrave(pair.Severity), Alerts: string.Join('|', pair.Alerts)))
        .Select(group => ((IReadOnlyList<string>)[.. group.Select(pair => pair.Severity).Order(StringComparer.Ordinal)], (IReadOnlyList<string>)group.First().Alerts));
}
