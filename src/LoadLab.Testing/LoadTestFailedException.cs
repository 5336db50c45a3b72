namespace LoadLab.Testing;

/// <summary>The target does not hold what it must.</summary>
public sealed class LoadTestFailedException : LoadTestException
{
    internal LoadTestFailedException(string sentence, LoadTestResult result)
        : base(sentence, result)
    {
    }
}
