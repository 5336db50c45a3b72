using LoadLab.IntegrationTests.Compose;

namespace LoadLab.IntegrationTests.Monitoring;

/// <summary>A test that needs Alertmanager's <c>amtool</c>. Without it, it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlertmanagerFactAttribute : FactAttribute
{
    /// <summary>Skips the test when it is not installed.</summary>
    public AlertmanagerFactAttribute()
    {
        if (ComposeTool.OnPath("amtool") is null)
            Skip = "amtool is not installed; ./test.sh --setup installs it on Debian and Ubuntu";
    }
}
