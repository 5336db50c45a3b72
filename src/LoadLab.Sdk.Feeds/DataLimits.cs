namespace LoadLab.Sdk.Feeds;

/// <summary>How much is read: all items stand in the generator's memory while the load runs.</summary>
public sealed record DataLimits
{
    /// <summary>Most bytes of sixteen rows of a file that stays a file.</summary>
    internal const int LongestRows = 16 * 1024 * 1024;

    /// <summary>Most items.</summary>
    /// <value>1,000,000.</value>
    public int MaxItems { get; init; } = 1_000_000;

    /// <summary>Most bytes of a file.</summary>
    /// <value>512 MiB.</value>
    public long MaxBytes { get; init; } = 512L * 1024 * 1024;
}
