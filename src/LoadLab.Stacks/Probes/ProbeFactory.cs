using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;
using LoadLab.Stacks.Fingerprints;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Settings;

namespace LoadLab.Stacks.Probes;

/// <summary>Chooses the probes of a run.</summary>
public static class ProbeFactory
{
    /// <summary>Setting with the lists whose lengths are the queue length, separated by commas. Default: the reference LMS's <c>queue:grading</c>.</summary>
    public const string QueueSetting = ProbeSettings.Queues;

    /// <summary>Setting with the lists of items that workers hold, separated by commas. Default: none.</summary>
    public const string ProcessingSetting = ProbeSettings.Processing;

    /// <summary>Setting with the names of Celery's queues on the stack's Redis, separated by commas. Default: none, and no look at Celery.</summary>
    public const string CelerySetting = ProbeSettings.Celery;

    /// <summary>Setting that makes backups of the stack's Postgres while the load runs: the pause between two, such as <c>30s</c>. Default: none.</summary>
    public const string BackupSetting = ProbeSettings.Backup;

    /// <summary>A probe for each source that the stack has. No two of them share a measure: what the suite maps from the metrics wins.</summary>
    /// <param name="stack">A stack that is up.</param>
    /// <param name="plan">The plan: its metrics mapping and its settings.</param>
    /// <param name="time">The time; the system's by default.</param>
    /// <exception cref="LoadLabException">104: a metrics mapping that cannot be read.</exception>
    public static IReadOnlyList<IProbe> Create(IStack stack, RunPlan plan, TimeProvider? time = null)
    {
        var probes = new List<IProbe>();
        var metrics = stack.MetricsAddress is { } address && !plan.MetricsOff
            ? new MetricsProbe([.. stack.Instances.Select(instance => new Uri(instance, address.PathAndQuery)).Skip(1).Prepend(address)], plan.Metrics, time) : null;
        if (metrics is not null)
            probes.Add(metrics);
        if (stack.PostgresConnectionString is { } postgres)
        {
            probes.Add(new PostgresProbe(postgres, time));
            if (plan.Settings.TryGetValue(BackupSetting, out var pause))
                probes.Add(new BackupProbe(postgres, BackupTools(), Pause(pause), time));
        }

        if (stack.RedisConfiguration is { } redis)
        {
            probes.Add(new RedisProbe(redis, Queues(stack, plan, metrics), time));
            if (List(plan, CelerySetting, []) is { Count: > 0 } celery)
                probes.Add(new CeleryProbe(redis, celery, time));
        }

        if (OperatingSystem.IsLinux())
        {
            if (stack.Processes.Count > 0)
                probes.Add(new ProcessProbe(() => stack.Processes, time));
            probes.Add(new MachineProbe());
        }

        probes.AddRange(stack.Probes);
        return probes;
    }

    /// <summary>Every fault of what a suite sets of its stack and maps of the target's metrics; empty when all is well. Starts nothing.</summary>
    public static IEnumerable<SettingFault> FindFaults(StackPlan stack, IReadOnlyDictionary<string, string> metrics) =>
    [
        .. stack.Kind == "external" ? [] : SettingRules.Find(stack.Postgres, stack.Redis),
        .. MetricsProbe.FindFaults(metrics),
    ];

    private static TimeSpan Pause(string text) => DurationValue.TryParse(text, out var pause) ? pause
        : throw new LoadLabException(ExitCode.BadConfiguration, $"settings.{BackupSetting}: '{text}' is not {DurationValue.Allowed}.", "It is the pause between two backups.");

    private static string BackupTools() => NativeTools.OfThisMachine().FindPostgres()
        ?? throw new LoadLabException(ExitCode.BadConfiguration, $"settings.{BackupSetting}: this machine has no pg_dump.", "Install Postgres here: loadlab setup.");

    private static QueueKeys Queues(IStack stack, RunPlan plan, MetricsProbe? metrics)
    {
        // A queue that the suite maps from the metrics, or that is Celery's, is measured there.
        var elsewhere = plan.Metrics.ContainsKey(MeasureNames.QueueLength) || List(plan, CelerySetting, []).Count > 0;
        var named = plan.Settings.ContainsKey(QueueSetting);
        var isOurs = !named && stack.Fingerprint.GetValueOrDefault(FingerprintKeys.Kind) != "external";

        // What counts the jobs that are put in belongs to these queues: both are the LMS's, or the suite names both.
        var counts = named == plan.Metrics.ContainsKey(MeasureNames.JobsSubmitted);
        return new QueueKeys(elsewhere ? [] : List(plan, QueueSetting, QueueKeys.ReferenceLms.Waiting), List(plan, ProcessingSetting, QueueKeys.ReferenceLms.Processing))
        {
            AreNamed = named,
            AreKnown = () => isOurs || (counts && metrics?.HasSeen(MeasureNames.JobsSubmitted) == true),
        };
    }

    private static IReadOnlyList<string> List(RunPlan plan, string setting, IReadOnlyList<string> otherwise) => plan.Settings.TryGetValue(setting, out var text)
        ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : otherwise;
}
