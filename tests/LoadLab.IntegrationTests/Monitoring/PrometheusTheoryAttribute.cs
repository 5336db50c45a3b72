using LoadLab.IntegrationTests.Compose;

namespace LoadLab.IntegrationTests.Monitoring;

/// <summary>A theory that needs the programs of Prometheus. Without them it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test when they are not installed.</summary>
    public PrometheusTheoryAttribute() => Skip = new PrometheusFactAttribute().Skip;
}
