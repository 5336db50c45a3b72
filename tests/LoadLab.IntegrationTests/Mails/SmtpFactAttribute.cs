using LoadLab.Stacks.Machine;

namespace LoadLab.IntegrationTests.Mails;

/// <summary>A test that needs aiosmtpd of the system's own Python. Without it it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmtpFactAttribute : FactAttribute
{
    /// <summary>The Python that has it; null when there is none.</summary>
    public static string? Python { get; } = NativeTools.OfThisMachine().FindMailSink();

    /// <summary>Skips the test when it is not installed.</summary>
    public SmtpFactAttribute()
    {
        if (Python is null)
            Skip = "aiosmtpd is not installed for the system's Python; ./test.sh --setup installs it on Debian and Ubuntu";
    }
}
