using System.Diagnostics;

namespace LoadLab.CapacityTests;

/// <summary>A test that needs aiosmtpd of the system's own Python. Without it it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MailSinkTheoryAttribute : TheoryAttribute
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> s_isThere = new(() =>
    {
        if (!File.Exists(Python))
            return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-I", "-c", "import aiosmtpd.main"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    /// <summary>Skips the test when it is not installed.</summary>
    public MailSinkTheoryAttribute()
    {
        if (!s_isThere.Value)
            Skip = "aiosmtpd is not installed for " + Python + "; ./test.sh --setup installs it on Debian and Ubuntu";
    }
}
