using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>
/// A feed whose items are used once has no more. The iteration that asked does not count, its scenario starts no further ones, and a finding of the run says so.
/// Let it pass.
/// </summary>
public sealed class DataFeedEndedException : IterationCutOffException
{
    /// <summary>Nobody said which feed.</summary>
    public DataFeedEndedException()
        : this("A data feed has no more items.")
    {
    }

    /// <summary>With what ended.</summary>
    /// <param name="message">Which feed, and how many items it had.</param>
    public DataFeedEndedException(string message)
        : base(message)
    {
    }
}
