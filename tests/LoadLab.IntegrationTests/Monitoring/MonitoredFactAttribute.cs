using LoadLab.IntegrationTests.Compose;
using LoadLab.IntegrationTests.Mails;

namespace LoadLab.IntegrationTests.Monitoring;

/// <summary>A test that needs Prometheus and a mail server. Without them it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MonitoredFactAttribute : FactAttribute
{
    /// <summary>Skips the test when they are not installed.</summary>
    public MonitoredFactAttribute() => Skip = new PrometheusFactAttribute().Skip ?? new SmtpFactAttribute().Skip;
}
