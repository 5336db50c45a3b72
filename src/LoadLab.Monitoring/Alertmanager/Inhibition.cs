using LoadLab.Core.Catalogue;
using LoadLab.Monitoring.Alerting;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Alertmanager;

/// <summary>
/// What is not told because something graver, or its cause, is told. As in the replay of a run's alerts, a dependent's alert is held back only by one of the
/// same level or a higher one, and only when everybody whom it would tell is told of that one.
/// </summary>
internal sealed class Inhibition(SloCatalogue catalogue, AlertPlan plan, Escalation escalation)
{
    private static readonly string[] s_related = [AlertKinds.Burn, AlertKinds.Threshold, AlertKinds.Outside, AlertKinds.ZeroTolerance];

    /// <summary>The rules.</summary>
    /// <param name="relatesServices">True when the document groups or inhibits related alerts.</param>
    public YamlArray Rules(bool relatesServices)
    {
        var rules = new YamlArray();
        rules.Comment("Critical over warning, page over ticket, of the same figure.");
        rules.Add(Rule([Is("severity", Severity.Critical)], [Is("severity", Severity.Warning)], ["catalogue", "alertname", "alert"]));
        rules.Add(Rule([Is("alertname", AlertKinds.Burn), Is("severity", Severity.Page)], [Is("alertname", AlertKinds.Burn), Is("severity", Severity.Ticket)], ["catalogue", "slo"]));
        rules.Comment("Where nothing at all is known, nothing is known of each row.");
        rules.Add(Rule([Is("alertname", AlertKinds.NoDataAtAll)], [Is("alertname", AlertKinds.NoData)], ["catalogue"]));
        if (relatesServices)
        {
            foreach (var service in catalogue.Services.Values)
            {
                OfService(service, rules);
            }
        }

        return rules;
    }

    private void OfService(ServiceMap service, YamlArray rules)
    {
        // Two that need each other would hold each other back, and nobody would be told.
        var needed = Needed(service.Name, []).Where(name => name != service.Name && !Needed(name, []).Contains(service.Name)).ToList();
        var sources = Related(needed.Contains);
        // Alerts that the same sources hold back have a rule together.
        foreach (var group in Related(name => name == service.Name).GroupBy(target => string.Join('\n', Covering(target, sources).Select(Key).Distinct().Order(StringComparer.Ordinal))).Where(group => group.Key.Length > 0))
        {
            rules.Comment($"{service.Title.ReplaceLineEndings(" ")} needs {string.Join(", ", needed.Select(name => catalogue.Services[name].Title.ReplaceLineEndings(" ")))}.");
            foreach (var (severities, alerts) in AlertKeys.Matchers(Covering(group.First(), sources)))
            {
                foreach (var (heldSeverities, heldAlerts) in AlertKeys.Matchers(group))
                {
                    rules.Add(Rule(
                        [PromQl.OneOf("service", needed), PromQl.OneOf("severity", severities), PromQl.OneOf("alert", alerts), PromQl.OneOf("alertname", s_related)],
                        [Is("service", service.Name), PromQl.OneOf("severity", heldSeverities), PromQl.OneOf("alert", heldAlerts), PromQl.OneOf("alertname", s_related)],
                        ["catalogue"]));
                }
            }
        }
    }

    private IEnumerable<PlannedAlert> Covering(PlannedAlert target, IReadOnlyList<PlannedAlert> sources) => sources.Where(source =>
        (Severity.IsGrave(source.Severity) || !Severity.IsGrave(target.Severity)) && escalation.Of(target).All(escalation.Of(source).Contains));

    private IReadOnlyList<PlannedAlert> Related(Func<string, bool> ofService) => [.. plan.All.Where(alert => s_related.Contains(alert.Name) && ofService(alert.Service))];

    private List<string> Needed(string service, HashSet<string> seen) =>
        [.. catalogue.Services[service].DependsOn.Where(seen.Add).SelectMany(next => Needed(next, seen).Prepend(next))];

    private static string Key(PlannedAlert alert) => $"{alert.Severity} {alert.Alert}";

    private static string Is(string label, string value) => $"{label}={PromQl.Quote(value)}";

    private static YamlObject Rule(IEnumerable<string> source, IEnumerable<string> target, IEnumerable<string> equal) =>
        new() { { "source_matchers", new YamlArray(source) }, { "target_matchers", new YamlArray(target) }, { "equal", new YamlArray(equal) } };
}
