using LoadLab.IntegrationTests.Compose;

namespace LoadLab.IntegrationTests.Monitoring.Healing;

/// <summary>A test that needs Prometheus and Alertmanager. Without them it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlertingFactAttribute : FactAttribute
{
    /// <summary>Skips the test when they are not installed.</summary>
    public AlertingFactAttribute()
    {
        if (ComposeTool.OnPath("prometheus") is null || (ComposeTool.OnPath("prometheus-alertmanager") ?? ComposeTool.OnPath("alertmanager")) is null)
            Skip = "prometheus and alertmanager are not installed; ./test.sh --setup installs them on Debian and Ubuntu";
    }
}
