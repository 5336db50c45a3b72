using LoadLab.Core;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>Chooses the probes of a run.</summary>
public static class ProbeFactory
{
    /// <summary>Setting with the lists whose lengths are the queue length, separated by commas. Default: the reference LMS's <c>queue:grading</c>.</summary>
    public const string QueueSetting = "probes.queues";

    /// <summary>Setting with the lists of items that workers hold, separated by commas. Default: none.</summary>
    public const string ProcessingSetting = "probes.processing";

    /// <summary>A probe for each source that the stack has. No two of them share a measure: what the suite maps from the metrics wins.</summary>
    /// <param name="stack">A stack that is up.</param>
    /// <param name="plan">The plan: its metrics mapping and its settings.</param>
    /// <param name="time">The time; the system's by default.</param>
    /// <exception cref="LoadLabException">104: a metrics mapping that cannot be read.</exception>
    public static IReadOnlyList<IProbe> Create(IStack stack, RunPlan plan, TimeProvider? time = null)
    {
        var probes = new List<IProbe>();
        if (stack.MetricsAddress is { } metrics)
            probes.Add(new MetricsProbe([.. stack.Instances.Select(instance => new Uri(instance, metrics.PathAndQuery)).Skip(1).Prepend(metrics)], plan.Metrics, time));
        if (stack.PostgresConnectionString is { } postgres)
            probes.Add(new PostgresProbe(postgres, time));
        if (stack.RedisConfiguration is { } redis)
            probes.Add(new RedisProbe(redis, Queues(plan), time));
        if (OperatingSystem.IsLinux())
        {
            if (stack.Processes.Count > 0)
                probes.Add(new ProcessProbe(() => stack.Processes, time));
            probes.Add(new MachineProbe());
        }

        probes.AddRange(stack.Probes);
        return probes;
    }

    private static QueueKeys Queues(RunPlan plan)
    {
        // A queue that the suite maps from the metrics is measured there.
        var waiting = plan.Metrics.ContainsKey(MeasureNames.QueueLength) ? [] : List(QueueSetting, QueueKeys.ReferenceLms.Waiting);
        return new QueueKeys(waiting, List(ProcessingSetting, QueueKeys.ReferenceLms.Processing));

        IReadOnlyList<string> List(string setting, IReadOnlyList<string> otherwise) => plan.Settings.TryGetValue(setting, out var text)
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : otherwise;
    }
}
