namespace LoadLab.Stacks.Processes;

/// <summary>The end of a log file.</summary>
internal static class LogTail
{
    /// <summary>Lines that a fault shows.</summary>
    public const int Lines = 15;

    // Long enough for the lines of a stack trace, short enough for a log that grew for hours.
    private const int MaximumBytes = 32 * 1024;

    /// <summary>The last lines, without empty ones; a note when there is nothing.</summary>
    public static string Read(string path, int lines = Lines)
    {
        if (!File.Exists(path))
            return "(no log was written)";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > MaximumBytes)
            file.Seek(-MaximumBytes, SeekOrigin.End);
        using var reader = new StreamReader(file);
        var kept = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return kept.Length == 0 ? "(its log is empty)" : string.Join(Environment.NewLine, kept.TakeLast(lines));
    }
}
