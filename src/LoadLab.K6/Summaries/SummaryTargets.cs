namespace LoadLab.K6.Summaries;

/// <summary>Where the summary of a script goes.</summary>
public sealed record SummaryTargets
{
    /// <summary><c>--summary-export</c>: a file for k6's older form; null for none.</summary>
    public string? Export { get; init; }

    /// <summary>The folder in whose tree <c>handleSummary</c> may write files, and from which its paths start.</summary>
    /// <value>The working directory.</value>
    public string Folder { get; init; } = Environment.CurrentDirectory;
}
