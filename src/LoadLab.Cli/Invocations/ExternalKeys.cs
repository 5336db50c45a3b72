namespace LoadLab.Cli.Invocations;

/// <summary>The keys of <c>stack.external</c> that have an option and a variable of their own.</summary>
internal static class ExternalKeys
{
    /// <summary>What the option and the variable of each key of <c>stack.external</c> are called.</summary>
    public static IReadOnlyList<ExternalKey> All { get; } =
    [
        new("stack.external.baseUrl", "--external-url", "LOADLAB_EXTERNAL_URL"),
        new("stack.external.postgres", "--external-postgres", "LOADLAB_EXTERNAL_POSTGRES"),
        new("stack.external.redis", "--external-redis", "LOADLAB_EXTERNAL_REDIS"),
        new("stack.external.metricsPath", "--external-metrics", "LOADLAB_EXTERNAL_METRICS"),
    ];
}
