namespace LoadLab.Sdk.Hosting;

/// <summary>Thrown where the host of an iteration ends it before its own end. The engine counts the iteration as interrupted, which is no failure of the target.</summary>
public class IterationCutOffException : OperationCanceledException
{
    /// <summary>An iteration that was cut off.</summary>
    public IterationCutOffException()
        : base("The iteration was cut off.")
    {
    }

    /// <summary>An iteration that was cut off.</summary>
    /// <param name="token">What ended it.</param>
    public IterationCutOffException(CancellationToken token)
        : base("The iteration was cut off.", token)
    {
    }

    /// <summary>An iteration that was cut off for a reason.</summary>
    /// <param name="message">The reason.</param>
    protected IterationCutOffException(string message)
        : base(message)
    {
    }
}
