namespace LoadLab.IntegrationTests.K6.Driving;

/// <summary>A test that needs the real k6 on PATH. Without one it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class K6FactAttribute : FactAttribute
{
    /// <summary>Skips the test when there is no k6.</summary>
    public K6FactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "k6"))))
        {
            Skip = "k6 is not on PATH; the driver is tested with a stand-in only";
        }
    }
}
