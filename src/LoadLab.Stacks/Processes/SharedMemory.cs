using System.Globalization;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>
/// The shared memory that a killed Postgres leaves behind: a small System V segment, and files in /dev/shm. Postgres removes them when it
/// ends in order or starts again; after a SIGKILL without a new start nobody would.
/// </summary>
/// <param name="Segments">Ids of System V segments.</param>
/// <param name="Files">Paths of files in /dev/shm.</param>
internal sealed record SharedMemory(IReadOnlyList<int> Segments, IReadOnlyList<string> Files)
{
    private const string FilePrefix = "/dev/shm/PostgreSQL.";
    private const string SegmentPrefix = "/SYSV";

    /// <summary>What a Postgres has mapped; nothing for other servers.</summary>
    public static SharedMemory Of(ChildProcess child) =>
        child.Command.Role == "postgres" && ProcessTable.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{child.Id}/maps"), out var maps)
            ? Parse(maps)
            : new SharedMemory([], []);

    /// <summary>Reads the lines of <c>/proc/&lt;pid&gt;/maps</c>: address, rights, offset, device, inode, path (proc(5)). The id of a segment stands there as the inode.</summary>
    internal static SharedMemory Parse(string maps)
    {
        var mapped = maps.Split('\n').Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries)).Where(fields => fields.Length == 6).ToList();
        return new SharedMemory(
            [.. mapped.Where(fields => fields[5].StartsWith(SegmentPrefix, StringComparison.Ordinal))
                .Select(fields => int.Parse(fields[4], CultureInfo.InvariantCulture)).Distinct()],
            [.. mapped.Select(fields => fields[5].Trim()).Where(path => path.StartsWith(FilePrefix, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Removes it. Call it when every process of the part is gone.</summary>
    public void Remove()
    {
        foreach (var segment in Segments)
            Native.RemoveSharedMemory(segment);
        foreach (var file in Files)
            File.Delete(file);
    }
}
