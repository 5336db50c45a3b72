namespace LoadLab.Testing;

/// <summary>Nothing was decided: neither that the target holds its SLOs nor that it misses them.</summary>
public sealed class InconclusiveRunException : LoadTestException
{
    internal InconclusiveRunException(string sentence, LoadTestResult result)
        : base(sentence, result)
    {
    }
}
