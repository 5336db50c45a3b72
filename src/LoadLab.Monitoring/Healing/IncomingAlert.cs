namespace LoadLab.Monitoring.Healing;

/// <summary>One alert of a notification: only what healing looks at.</summary>
/// <param name="IsFiring">False when it is resolved.</param>
/// <param name="Labels">Its labels, of those that the exported rules give: alertname, catalogue, slo, alert, severity.</param>
/// <param name="Fingerprint">Alertmanager's name for this set of labels.</param>
/// <param name="StartsAt">When it began to fire: the same in each repetition.</param>
public sealed record IncomingAlert(bool IsFiring, IReadOnlyDictionary<string, string> Labels, string Fingerprint, DateTimeOffset StartsAt)
{
    /// <summary>The labels that healing looks at.</summary>
    public static readonly IReadOnlyList<string> Known = ["alertname", "catalogue", "slo", "alert", "severity"];

    /// <summary>One occurrence of an alert, over all its repetitions.</summary>
    public string Key => $"{Fingerprint} {StartsAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}";

    /// <summary>A label; empty when it has none.</summary>
    public string Label(string name) => Labels.GetValueOrDefault(name, "");
}
