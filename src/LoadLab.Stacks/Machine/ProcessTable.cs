using System.Globalization;

namespace LoadLab.Stacks.Machine;

/// <summary>A line of <c>/proc/&lt;pid&gt;/stat</c>.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Parent">Id of its parent.</param>
/// <param name="State">State letter: <c>R</c>, <c>S</c>, <c>Z</c> for a zombie …</param>
/// <param name="OwnTicks">CPU of the process, in ticks of 1/100 s.</param>
/// <param name="ChildTicks">CPU of the children that it has waited for, and of theirs.</param>
/// <param name="StartTicks">When it started, in ticks since the machine's boot. With the id it names one process for good.</param>
internal readonly record struct ProcessStat(int Id, int Parent, char State, long OwnTicks, long ChildTicks, long StartTicks);

/// <summary>What /proc says about the machine's processes. Empty where there is no /proc.</summary>
internal static class ProcessTable
{
    /// <summary>The process, or null when it is gone.</summary>
    public static ProcessStat? Find(int processId) =>
        TryRead($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat", out var text) ? Parse(text) : null;

    /// <summary>Every process that can be read.</summary>
    public static IReadOnlyList<ProcessStat> All() => [.. Ids().Select(Find).OfType<ProcessStat>()];

    /// <summary>
    /// Processes whose working directory is <paramref name="directory"/> or below it. Each child of a stack works inside the stack's
    /// directory and so do its children, so this finds them all, without a list of ids that could have been given to others since.
    /// </summary>
    public static IReadOnlyList<int> WorkingUnder(string directory)
    {
        // The caller may kill what is found: an empty path would mean the whole machine.
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return [.. Ids().Where(id => IsUnder(directory, WorkingDirectory(id)))];
    }

    /// <summary>Reads one line of <c>/proc/&lt;pid&gt;/stat</c>; the second field is a name in brackets that may hold anything.</summary>
    internal static ProcessStat? Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.LastIndexOf(')');
        if (open < 0 || close < open)
            return null;
        var fields = text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20)
            return null;
        return new ProcessStat((int)Number(text[..open].Trim()), (int)Number(fields[1]), fields[0][0],
            Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14]), Number(fields[19]));
    }

    /// <summary>Reads a file of /proc; false when its process is gone or hidden.</summary>
    internal static bool TryRead(string path, out string text)
    {
        try
        {
            text = File.ReadAllText(path);
            return true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            text = "";
            return false;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<int> Ids()
    {
        if (!Directory.Exists("/proc"))
            yield break;
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                yield return id;
        }
    }

    private static string? WorkingDirectory(int processId)
    {
        try
        {
            return new FileInfo($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/cwd").LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The kernel adds " (deleted)" to the path of a directory that is gone, hence the prefix.
    private static bool IsUnder(string directory, string? path) =>
        path is not null && (path.StartsWith(directory + "/", StringComparison.Ordinal) || path == directory || path == directory + " (deleted)");
}
