using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Measurement;

/// <summary>The suite's settings that probes read, <c>settings: {probes.…}</c>. All other settings are the scenarios' own.</summary>
public static class ProbeSettings
{
    /// <summary>Lists whose lengths are the queue length, separated by commas.</summary>
    public const string Queues = "probes.queues";

    /// <summary>Lists of items that workers hold, separated by commas.</summary>
    public const string Processing = "probes.processing";

    /// <summary>Names of Celery's queues on the stack's Redis, separated by commas.</summary>
    public const string Celery = "probes.celery";

    /// <summary>Makes backups of the stack's Postgres while the load runs: the pause between two, such as <c>30s</c>.</summary>
    public const string Backup = "probes.backup";

    private const string Prefix = "probes.";
    private static readonly TimeSpan s_mostPause = TimeSpan.FromDays(1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Queues, Processing, Celery, Backup];

    /// <summary>Every fault of those that are set: unknown names, values of the wrong form. Each with its path, <c>settings.probes.backup</c>.</summary>
    public static IReadOnlyList<SettingFault> FindFaults(IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [.. settings.Where(setting => setting.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(setting => Fault(setting.Key, setting.Value) is { } fault ? new SettingFault("settings." + setting.Key, fault) : null).OfType<SettingFault>()];
    }

    /// <summary>The names of a list; empty when it is not set.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyDictionary<string, string> settings, string name)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.TryGetValue(name, out var text) ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
    }

    /// <summary>The setting of a probe that another one's name was probably meant to be: <c>probe.backup</c>. Null when there is none.</summary>
    public static string? Misspelt(string setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.StartsWith(Prefix, StringComparison.Ordinal) || !setting.StartsWith("prob", StringComparison.OrdinalIgnoreCase) ? null
            : NearestName.Suggest(setting, All) is [var nearest, ..] ? nearest : null;
    }

    private static string? Fault(string name, string text) => name switch
    {
        Queues or Processing or Celery => text.Split(',').Any(string.IsNullOrWhiteSpace)
            ? $"'{text}' has a name without a letter. Write names with commas between them, such as {(name == Celery ? "celery,mails" : "queue:mails,queue:thumbnails")}."
            : null,
        Backup => !DurationValue.TryParse(text, out var pause) ? $"'{text}' is not {DurationValue.Allowed}. It is the pause between two backups."
            : pause > s_mostPause ? $"{DurationValue.Format(pause)} is longer than a day. It is the pause between two backups."
            : null,
        _ => $"unknown setting of a probe.{NearestName.Sentence(name, All)} Known: {string.Join(", ", All)}.",
    };
}
