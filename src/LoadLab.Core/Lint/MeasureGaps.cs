using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Lint;

/// <summary>Says before a run which measures its stack cannot bring, and what they need. Pure.</summary>
internal static class MeasureGaps
{
    /// <summary>The gap; null when the stack brings the measure, as far as a plan can know.</summary>
    public static MeasureGap? Of(MeasureDeclaration measure, RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(plan);
        if (IsMapped(measure.Name, plan))
        {
            return IsOff(plan) is { } off ? Certain(off) : null;
        }

        return measure.Source switch
        {
            MeasureSource.Postgres or MeasureSource.Statements => Postgres(plan) is { } needs ? Certain(needs) : null,
            MeasureSource.Redis or MeasureSource.RedisLatency => Redis(plan) is { } needs ? Certain(needs) : null,
            MeasureSource.MetricsOrStatements when Postgres(plan) is null => null,
            MeasureSource.Metrics or MeasureSource.MetricsOrStatements => Metrics(),
            MeasureSource.Queue => Queue(),
            MeasureSource.Processing => Setting(ProbeSettings.Processing, Redis(plan)),
            MeasureSource.Celery => Setting(ProbeSettings.Celery, Redis(plan)),
            MeasureSource.Backup => Setting(ProbeSettings.Backup, Postgres(plan)),
            MeasureSource.Processes => Processes(),
            MeasureSource.Scenario => Scenario(),
            MeasureSource.TransferSize => plan.Settings.ContainsKey(SizeSetting(measure.Name)) ? null
                : Certain($"the size of a transfer: settings: {{{SizeSetting(measure.Name)}: 10000000}}"),
            _ => null,
        };

        MeasureGap Certain(string needs) => new(measure.Name, needs, IsCertain: true);

        // A check has no declaration, and a metric may be used without one: only what others are named can be said.
        MeasureGap? Scenario() => plan.CustomMetrics is { } named && Metric(measure.Name) is { } metric && !metric.StartsWith(CustomMeasures.PrefixOf(CustomKind.Check), StringComparison.Ordinal) && !named.Contains(metric)
            ? new(measure.Name, $"a scenario that gives {metric} values; those named by WithMetrics are {string.Join(", ", named)}", IsCertain: false)
            : null;

        MeasureGap? Metrics()
        {
            var mapping = $"metrics: {{{measure.Name}: {Example(measure)}}} in the suite, with the name that the target exports";
            return IsOff(plan) is { } off ? Certain(off)
                : plan.Metrics.Count > 0 ? Certain(IsExternal(plan) ? mapping : mapping + ": the suite's metrics take the place of those of the reference LMS")
                : IsExternal(plan) ? new(measure.Name, mapping, IsCertain: false) : null;
        }

        MeasureGap? Queue()
        {
            const string Lists = "the lists of your queue, settings: {" + ProbeSettings.Queues + ": queue:mails} (Celery: " + ProbeSettings.Celery + "), or a metric of its length in the suite's metrics";
            var isNamed = plan.Settings.ContainsKey(ProbeSettings.Queues) || plan.Settings.ContainsKey(ProbeSettings.Celery);
            return Redis(plan) is { } redis ? Certain($"{redis}, and {Lists}")
                : isNamed || !IsExternal(plan) ? null
                : new(measure.Name, Lists, IsCertain: false);
        }

        MeasureGap? Setting(string name, string? server) => plan.Settings.ContainsKey(name)
            ? server is null ? null : Certain(server)
            : Certain($"settings: {{{name}: {(name == ProbeSettings.Backup ? "30s" : "NAME")}}}" + (server is null ? "" : $", and {server}"));

        MeasureGap? Processes()
        {
            var role = measure.Name[(measure.Name.IndexOf('.', StringComparison.Ordinal) + 1)..];
            return IsExternal(plan) ? External(role)
                : role == "target" ? Certain("a stack of your own on this machine: its parts are target, postgres and redis")
                : role == "worker" && !plan.Stack.SeparateWorker ? Certain("a worker in a process of its own: a suite with a fault on worker has one")
                : role.StartsWith("api-", StringComparison.Ordinal) && int.Parse(role[4..], CultureInfo.InvariantCulture) > plan.Stack.ApiInstances ? Certain($"stack: {{api: {{instances: {role[4..]}}}}}")
                : null;
        }

        MeasureGap? External(string role) => role switch
        {
            "target" => null,
            "postgres" => Postgres(plan) is { } needs ? Certain(needs) : null,
            "redis" => Redis(plan) is { } needs ? Certain(needs) : null,
            _ => Certain($"a stack that LoadLab starts: of yours it can watch {measure.Name[..^role.Length]}target, {measure.Name[..^role.Length]}postgres and {measure.Name[..^role.Length]}redis, where they run on this machine"),
        };
    }

    /// <summary>The metric that a measure is of, without its tag.</summary>
    private static string? Metric(string measure) => CustomMeasures.MetricOf(measure)?.Split('[')[0];

    private static string? IsOff(RunPlan plan) => plan.MetricsOff ? "the target's metrics, which the suite switches off (metrics: off)"
        : IsExternal(plan) && plan.Stack.External?.MetricsPath is null ? "the target's metrics, which are switched off (stack.external.metricsPath)"
        : null;

    private static bool IsExternal(RunPlan plan) => plan.Stack.Kind == "external";

    private static bool IsMapped(string name, RunPlan plan) =>
        plan.Metrics.ContainsKey(name) || (name.EndsWith(".count", StringComparison.Ordinal) && plan.Metrics.ContainsKey(name[..^".count".Length]));

    private static string? Postgres(RunPlan plan) =>
        IsExternal(plan) && plan.Stack.External?.Postgres is null ? "the connection to your Postgres: --external-postgres, or stack.external.postgres" : null;

    private static string? Redis(RunPlan plan) =>
        IsExternal(plan) && plan.Stack.External?.Redis is null ? "the connection to your Redis: --external-redis, or stack.external.redis" : null;

    private static string SizeSetting(string throughput) => throughput[..^MeasureFamilies.ThroughputSuffix.Length] + ".bytes";

    private static string Example(MeasureDeclaration measure) => measure.Kind switch
    {
        MeasureKind.Times => "my_duration_seconds_bucket",
        MeasureKind.Total => "my_things_total",
        _ => "my_metric",
    };
}
