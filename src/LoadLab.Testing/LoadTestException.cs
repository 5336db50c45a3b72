namespace LoadLab.Testing;

/// <summary>A load test did not say what the test asked for. The kinds are <see cref="LoadTestFailedException"/>, <see cref="InconclusiveRunException"/> and <see cref="InvalidRunException"/>.</summary>
public abstract class LoadTestException : Exception
{
    private protected LoadTestException(string sentence, LoadTestResult result)
        : base($"{sentence}\n{result}\n{(result.Advice.Length > 0 ? "What to do: " + result.Advice : "")}".TrimEnd()) => Result = result;

    /// <summary>What it said.</summary>
    public LoadTestResult Result { get; }
}
