using System.Globalization;
using LoadLab.Monitoring.Healing;

namespace LoadLab.Cli.Terminal;

/// <summary>A line of the audit log for people. Pure.</summary>
internal static class HealingText
{
    /// <summary>The line: time, what, which entry, why.</summary>
    public static string Line(HealingLogLine line)
    {
        var what = line.Event switch
        {
            HealingEvent.None => "nothing",
            HealingEvent.WouldAct => "would act",
            HealingEvent.Recovery => line.Recovered switch { true => "RECOVERED", false => "NOT RECOVERED", null => "UNKNOWN" },
            var other => other.ToString().ToLowerInvariant(),
        };
        var alert = line.Alert is { } labels
            ? $" [{string.Join(' ', new[] { "alertname", "slo", "alert", "severity" }.Select(name => labels.GetValueOrDefault(name, "")).Where(text => text.Length > 0))}]"
            : "";
        var count = line.Count is { } many ? string.Create(CultureInfo.InvariantCulture, $" {many} alerts, such as") : "";
        return $"{line.At:HH:mm:ss}  {what,-13}  {line.Healing ?? ""}{count}{alert} {line.Reason}".TrimEnd();
    }
}
