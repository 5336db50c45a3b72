using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>Chooses the directory that stacks live in.</summary>
internal static class StackRoot
{
    /// <summary>Where stacks may live, best first.</summary>
    public static IReadOnlyList<string> Candidates() =>
        [.. new[] { Path.GetTempPath(), "/var/tmp", "/tmp" }.Select(Path.TrimEndingDirectorySeparator).Where(Directory.Exists).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The first candidate on a disk: where /tmp is memory, fsync costs nothing and the capacity found would be a false one.
    /// When we are root, the servers' user must be able to reach it.
    /// </summary>
    public static string Choose(IReadOnlyList<string> candidates)
    {
        var reachable = candidates.Where(path => !Native.IsRoot || IsReachableByAll(path)).ToList();
        return reachable.FirstOrDefault(path => !IsMemory(path)) ?? reachable.FirstOrDefault() ?? candidates[0];
    }

    /// <summary>True when the directory is memory, not a disk.</summary>
    public static bool IsMemory(string path) => FileSystem(path) is "tmpfs" or "ramfs";

    /// <summary>Kind of the file system: <c>ext4</c>, <c>overlay</c>, <c>tmpfs</c>.</summary>
    public static string FileSystem(string path)
    {
        try
        {
            return new DriveInfo(path).DriveFormat;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return "unknown";
        }
    }

    private static bool IsReachableByAll(string path)
    {
        for (var directory = new DirectoryInfo(path); directory is not null; directory = directory.Parent)
        {
            if (!directory.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }

        return true;
    }
}
