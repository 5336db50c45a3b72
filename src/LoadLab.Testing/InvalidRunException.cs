namespace LoadLab.Testing;

/// <summary>The run does not count: the generator or the machine shaped its figures, not the target.</summary>
public sealed class InvalidRunException : LoadTestException
{
    internal InvalidRunException(string sentence, LoadTestResult result)
        : base(sentence, result)
    {
    }
}
