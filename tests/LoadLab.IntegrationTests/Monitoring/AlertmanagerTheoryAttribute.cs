namespace LoadLab.IntegrationTests.Monitoring;

/// <summary>A theory that needs Alertmanager's <c>amtool</c>. Without it, it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlertmanagerTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test when it is not installed.</summary>
    public AlertmanagerTheoryAttribute() => Skip = new AlertmanagerFactAttribute().Skip;
}
