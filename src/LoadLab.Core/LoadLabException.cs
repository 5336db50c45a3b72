namespace LoadLab.Core;

/// <summary>A broken configuration or environment. The message says what, where, actual against allowed; the hint says what to do.</summary>
public sealed class LoadLabException : Exception
{
    /// <summary>One fault.</summary>
    public LoadLabException(ExitCode exitCode, string message, string? hint = null, Exception? inner = null)
        : base(message, inner)
    {
        ExitCode = exitCode;
        Hint = hint;
        Faults = [message];
    }

    /// <summary>Several faults of one input, told at once.</summary>
    public LoadLabException(ExitCode exitCode, IReadOnlyList<string> faults, string? hint = null)
        : base(string.Join(Environment.NewLine, faults))
    {
        ExitCode = exitCode;
        Hint = hint;
        Faults = faults;
    }

    /// <summary>The process's exit code.</summary>
    public ExitCode ExitCode { get; }

    /// <summary>What to do about it, when known.</summary>
    public string? Hint { get; }

    /// <summary>Each fault on its own.</summary>
    public IReadOnlyList<string> Faults { get; }
}
