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

    /// <summary>Brings what was written to a file to the disk, before another file says that it is there.</summary>
    public static void BringToDisk(string path)
    {
        if (File.Exists(path))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Flush(flushToDisk: true);
        }
    }
}
