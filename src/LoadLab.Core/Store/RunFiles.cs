namespace LoadLab.Core.Store;

/// <summary>Names of the files of a run.</summary>
internal static class RunFiles
{
    /// <summary>The run document.</summary>
    public const string Document = "run.json";

    /// <summary>Histograms of each second and series.</summary>
    public const string HistogramLog = "histograms.hlog";

    /// <summary>What a running run has seen so far; gone once the document is there.</summary>
    public const string Journal = "journal.jsonl";

    private const int NoSpaceUnix = 28;
    private const int NoSpaceWindows = unchecked((int)0x80070070);
    private const int QuotaUnix = 122;

    /// <summary>A file that is written from its start, without a buffer of its own: what was flushed survives a kill.</summary>
    public static Stream Create(string path) =>
        new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>What went wrong, in plain words.</summary>
    public static string Explain(Exception fault) => fault switch
    {
        IOException { HResult: NoSpaceUnix or NoSpaceWindows } => "the disk is full",
        IOException { HResult: QuotaUnix } => "the disk quota is used up",
        UnauthorizedAccessException => "this user may not write there",
        _ => fault.Message,
    };

    /// <summary>True for faults of the disk, which end a run in order and are no fault of LoadLab.</summary>
    public static bool IsDiskFault(Exception fault) => fault is IOException or UnauthorizedAccessException;
}
