namespace LoadLab.Testing;

/// <summary>The run could not be made: something in suite, catalogue, scenario or environment is not right, or the target does not answer. The message says all of it, and what to do.</summary>
public sealed class LoadTestNotMadeException : Exception
{
    internal LoadTestNotMadeException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
