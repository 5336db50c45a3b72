using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Monitoring.Alerting;

/// <summary>Who is told of an alert, by the document's escalation paths and its roles.</summary>
internal sealed class Escalation
{
    /// <summary>The receiver when a document names nobody.</summary>
    public const string Nobody = "Nobody is named";

    private readonly Dictionary<string, AlertEntry> _entries;

    public Escalation(SloCatalogue catalogue)
    {
        _entries = catalogue.Document.OfType<AlertEntry>().ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        FirstResponder = _entries.Values.Select(entry => entry.Notify[0]).GroupBy(who => who).OrderByDescending(group => group.Count()).FirstOrDefault()?.Key
            ?? Watcher(catalogue) ?? Nobody;
        Monitor = Watcher(catalogue) ?? FirstResponder;
    }

    /// <summary>Who stands first in the most escalation paths: is called for what no alert of the document watches.</summary>
    public string FirstResponder { get; }

    /// <summary>The role that watches (a role with "monitor" in its title): gets what waits for working hours.</summary>
    public string Monitor { get; }

    /// <summary>Everybody that any path or the roles name for alerts, each once.</summary>
    public IReadOnlyList<string> Everybody => [.. _entries.Values.SelectMany(entry => entry.Notify).Append(FirstResponder).Append(Monitor).Distinct()];

    /// <summary>Who is told. A grave alert tells the whole path at once; a mild one its first.</summary>
    public IReadOnlyList<string> Of(PlannedAlert alert)
    {
        var entry = _entries.GetValueOrDefault(alert.Alert);
        return alert.Severity switch
        {
            Severity.Ticket => [Monitor],
            Severity.Warning => [entry?.Notify[0] ?? FirstResponder],
            _ => entry is null ? [FirstResponder] : [.. entry.Notify.Distinct()],
        };
    }

    private static string? Watcher(SloCatalogue catalogue) =>
        catalogue.Document.OfType<RoleEntry>().FirstOrDefault(role => role.Title.Contains("monitor", StringComparison.OrdinalIgnoreCase))?.Who;
}
