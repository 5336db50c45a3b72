using System.Diagnostics;

namespace LoadLab.IntegrationTests.Stacks.Celery;

/// <summary>A test that needs a Celery worker of the system's own Python. Without it it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CeleryFactAttribute : FactAttribute
{
    /// <summary>The Python that Debian's packages are for.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> s_isThere = new(() =>
    {
        if (!File.Exists(Python))
            return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import celery, redis"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    /// <summary>Skips the test when it is not installed.</summary>
    public CeleryFactAttribute()
    {
        if (!s_isThere.Value)
            Skip = "celery and its redis package are not installed for " + Python + "; ./test.sh --setup installs them on Debian and Ubuntu";
    }
}
