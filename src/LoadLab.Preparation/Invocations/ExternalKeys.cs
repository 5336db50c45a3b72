namespace LoadLab.Preparation.Invocations;

/// <summary>The keys of <c>stack.external</c> that have an option and a variable of their own.</summary>
internal static class ExternalKeys
{
    public static readonly ExternalKey BaseUrl = new("stack.external.baseUrl", "--external-url", "LOADLAB_EXTERNAL_URL");
    public static readonly ExternalKey Postgres = new("stack.external.postgres", "--external-postgres", "LOADLAB_EXTERNAL_POSTGRES");
    public static readonly ExternalKey Redis = new("stack.external.redis", "--external-redis", "LOADLAB_EXTERNAL_REDIS");
    public static readonly ExternalKey MetricsPath = new("stack.external.metricsPath", "--external-metrics", "LOADLAB_EXTERNAL_METRICS");

    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<ExternalKey> All { get; } = [BaseUrl, Postgres, Redis, MetricsPath];
}
