namespace LoadLab.Core.Store;

/// <summary>Sizes and times of a run's files: what is the same is not read again.</summary>
/// <param name="Bytes">Size of the document.</param>
/// <param name="Modified">Its time, in ticks of UTC.</param>
/// <param name="LogBytes">Size of the histogram log; -1 for none.</param>
internal readonly record struct RunStamp(long Bytes, long Modified, long LogBytes)
{
    /// <summary>That of a run's folder; null when it has no document.</summary>
    public static RunStamp? Of(string directory)
    {
        var document = new FileInfo(Path.Combine(directory, RunFiles.Document));
        var log = new FileInfo(Path.Combine(directory, RunFiles.HistogramLog));
        return document.Exists ? new RunStamp(document.Length, document.LastWriteTimeUtc.Ticks, log.Exists ? log.Length : -1) : null;
    }
}
