namespace LoadLab.Stacks.Processes;

/// <summary>
/// The SMTP server of a stack: aiosmtpd, a Python package of the system, with its own handler that takes every mail and keeps none.
/// It is run by the system's Python, which the package is for, whatever stands first on PATH.
/// </summary>
internal static class MailSink
{
    /// <summary>Role of the part.</summary>
    public const string Role = "smtp";

    /// <summary>Arguments of Python; isolated, so that nothing of the user's own decides what is run.</summary>
    public static IReadOnlyList<string> Arguments(string listen) =>
        ["-I", "-u", "-m", "aiosmtpd", "--nosetuid", "--listen", listen, "--class", "aiosmtpd.handlers.Sink"];
}
