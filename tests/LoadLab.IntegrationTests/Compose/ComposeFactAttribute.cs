using LoadLab.IntegrationTests.Mails;

namespace LoadLab.IntegrationTests.Compose;

/// <summary>A test that needs <c>docker compose</c> or <c>docker-compose</c>, and more when it says so. Without them it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ComposeFactAttribute : FactAttribute
{
    /// <summary>A test that only needs the program.</summary>
    public ComposeFactAttribute()
        : this(engine: false, prometheus: false)
    {
    }

    /// <summary>A test that needs more.</summary>
    /// <param name="engine">The tests' Docker engine, with the image of the mail sink, without which the LMS is not started.</param>
    /// <param name="prometheus">The image of this machine's own Prometheus on it.</param>
    public ComposeFactAttribute(bool engine, bool prometheus)
    {
        if (engine)
            Skip = new DockerSmtpFactAttribute().Skip;
        if (ComposeTool.Command is null)
            Skip ??= "neither 'docker compose' nor docker-compose is installed; ./test.sh --setup installs one on Debian and Ubuntu";
        if (prometheus)
            Skip ??= new PrometheusFactAttribute().Skip;
    }
}

/// <summary>A test that needs the programs of Prometheus. Without them it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusFactAttribute : FactAttribute
{
    /// <summary>Skips the test when they are not installed.</summary>
    public PrometheusFactAttribute()
    {
        if (ComposeTool.OnPath("prometheus") is null || ComposeTool.OnPath("promtool") is null)
            Skip = "prometheus and promtool are not installed; ./test.sh --setup installs them on Debian and Ubuntu";
    }
}
