using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Monitoring.Alerting;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Alertmanager;

/// <summary>Alertmanager's configuration. People are receivers; each has the routes of the alerts that tell him.</summary>
internal sealed class AlertmanagerConfig(SloCatalogue catalogue, ExportLinks links)
{
    /// <summary>Gets the sign of life.</summary>
    public const string DeadMansSwitch = "Dead man switch";

    /// <summary>Gets what <c>loadlab heal</c> acts on.</summary>
    public const string Healer = "loadlab heal";

    private readonly List<HealingEntry> _healing = [.. catalogue.Document.OfType<HealingEntry>()];
    private readonly AlertPlan _plan = AlertPlan.Of(catalogue);
    private readonly Escalation _escalation = new(catalogue);
    private readonly HashSet<string> _mechanisms = [.. catalogue.Document.OfType<SuppressionEntry>().Select(entry => entry.By)];

    /// <summary>All of it.</summary>
    public YamlObject Document()
    {
        var muted = MuteTimes.Of(catalogue);
        return new YamlObject
        {
            {
                "route", new YamlObject
                {
                    { "receiver", _escalation.Monitor },
                    { "group_by", GroupBy() },
                    { "group_wait", "30s" },
                    { "group_interval", "5m" },
                    { "repeat_interval", RepeatMild },
                    { "routes", new YamlArray([OfCatalogue()]) },
                }
            },
            { "inhibit_rules", new Inhibition(catalogue, _plan, _escalation).Rules(_mechanisms.Contains("group") || _mechanisms.Contains("inhibit")) },
            { "time_intervals", muted.Count > 0 ? muted : null },
            { "receivers", Receivers() },
        };
    }

    /// <summary>Repeats, where the document asks for some; else as seldom as Alertmanager remembers: it forgets after five days and would tell again.</summary>
    private bool Repeats => _mechanisms.Contains("exponential-backoff") || _mechanisms.Contains("repeat-interval");

    private string RepeatGrave => Repeats ? "1h" : "120h";

    private string RepeatMild => Repeats ? "12h" : "120h";

    /// <summary>One notification a service where the document groups; else one an alert.</summary>
    private YamlArray GroupBy() => _mechanisms.Contains("group") ? new YamlArray(["catalogue", "service"]) : new YamlArray(["..."]);

    private YamlObject OfCatalogue()
    {
        var routes = new YamlArray();
        routes.Comment("Whoever receives this must raise an alarm when it stops coming. It is never muted.");
        routes.Add(new YamlObject
        {
            { "receiver", DeadMansSwitch },
            { "matchers", new YamlArray([$"alertname={PromQl.Quote(AlertKinds.Watchdog)}"]) },
            { "group_by", new YamlArray(["catalogue"]) },
            { "group_wait", "0s" },
            { "group_interval", "1m" },
            { "repeat_interval", "5m" },
        });
        foreach (var entry in _healing)
        {
            routes.Comment($"{entry.Id} ({entry.Source}): beside those who are told, and at once. Silenced, inhibited and muted alerts do not come.");
            routes.Add(new YamlObject
            {
                { "receiver", Healer },
                { "matchers", Started(entry) },
                { "continue", true },
                { "group_by", new YamlArray(["..."]) },
                { "group_wait", "0s" },
                { "group_interval", "1m" },
                { "repeat_interval", "1h" },
                { "mute_time_intervals", Muted() },
            });
        }

        foreach (var who in _escalation.Everybody)
        {
            foreach (var (severities, alerts) in AlertKeys.Matchers(_plan.All.Where(alert => alert.Name != AlertKinds.Watchdog && _escalation.Of(alert).Contains(who))))
            {
                routes.Add(new YamlObject
                {
                    { "receiver", who },
                    { "matchers", new YamlArray([PromQl.OneOf("severity", severities), PromQl.OneOf("alert", alerts)]) },
                    { "continue", true },
                    { "repeat_interval", severities.Any(Severity.IsGrave) ? RepeatGrave : RepeatMild },
                    { "mute_time_intervals", Muted() },
                });
            }
        }

        return new YamlObject
        {
            { "receiver", _escalation.Monitor },
            { "matchers", new YamlArray([$"catalogue={PromQl.Quote(catalogue.Name)}"]) },
            { "mute_time_intervals", Muted() },
            { "routes", routes },
        };
    }

    private static YamlArray Started(HealingEntry entry)
    {
        var matchers = new YamlArray([entry.Slo.Length > 0 ? $"slo={PromQl.Quote(entry.Slo)}" : $"alert={PromQl.Quote(entry.Alert)}"]);
        if (entry.Alert.Length > 0)
        {
            matchers.Add($"alertname={PromQl.Quote(AlertKinds.Threshold)}");
        }
        else
        {
            matchers.Add($"alertname!={PromQl.Quote(AlertKinds.NoData)}");
        }

        if (entry.OfSeverities.Count > 0)
        {
            matchers.Add(PromQl.OneOf("severity", entry.OfSeverities));
        }

        return matchers;
    }

    private YamlArray? Muted() => MuteTimes.Names(catalogue) is { Count: > 0 } names ? new YamlArray(names) : null;

    private YamlArray Receivers()
    {
        var receivers = new YamlArray();
        foreach (var who in _escalation.Everybody.Append(DeadMansSwitch))
        {
            receivers.Add(new YamlObject
            {
                { "name", who },
                { "webhook_configs", new YamlArray([new YamlObject { { "url", $"{links.Receivers}/{Slug.Of(who.ToLowerInvariant().Replace(' ', '-'))}" } }]) },
            });
        }

        if (_healing.Count > 0)
        {
            receivers.Add(new YamlObject { { "name", Healer }, { "webhook_configs", new YamlArray([new YamlObject { { "url", links.Healer + "/" } }]) } });
        }

        return receivers;
    }
}
