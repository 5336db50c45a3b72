using System.Globalization;

namespace LoadLab.Stacks.Machine;

/// <summary>Which processes of this machine listen on a TCP port: the sockets of /proc/net/tcp, and who holds them open by /proc/PID/fd.</summary>
internal static class PortOwners
{
    private const string Listen = "0A";

    /// <summary>Inodes of the sockets that listen on the port, in this network namespace.</summary>
    public static IReadOnlySet<long> Listening(int port) => ParseAll(["/proc/net/tcp", "/proc/net/tcp6"], port);

    /// <summary>
    /// The processes that hold one of these sockets and have no ancestor that does: the master of nginx, of a Node cluster, of Postgres, and not its
    /// workers, which hold it too. Empty when none can be seen: those of other users show their files to root only.
    /// </summary>
    /// <param name="sockets">Inodes.</param>
    /// <param name="all">Every process of the machine.</param>
    public static IReadOnlyList<int> Holders(IReadOnlySet<long> sockets, IReadOnlyList<ProcessStat> all)
    {
        if (sockets.Count == 0)
            return [];
        var holders = all.Where(process => Hold(process.Id, sockets) is not null).Select(process => process.Id).ToHashSet();
        return Topmost(holders, all);
    }

    /// <summary>By which of its open files a process holds one of these sockets; null when by none, or when its files cannot be seen.</summary>
    public static HeldSocket? Hold(int process, IReadOnlySet<long> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd"))
                .Select(path => new HeldSocket(path, new FileInfo(path).LinkTarget ?? ""))
                .FirstOrDefault(held => held.Inode is { } inode && sockets.Contains(inode));
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is of another user.
            return null;
        }
    }

    /// <summary>Those of <paramref name="holders"/> that have no ancestor among them. Process 1 holds the sockets of services that it starts on demand, and is none of them.</summary>
    internal static IReadOnlyList<int> Topmost(HashSet<int> holders, IReadOnlyList<ProcessStat> all)
    {
        if (holders.Count > 1)
            holders.Remove(1);
        var parents = all.ToDictionary(process => process.Id, process => process.Parent);
        return [.. holders.Where(id => !Ancestors(id, parents).Any(holders.Contains)).Order()];
    }

    /// <summary>Inodes of what listens on the port, of texts of the form of /proc/net/tcp.</summary>
    internal static IEnumerable<long> Parse(string text, int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in text.Split('\n').Skip(1))
        {
            // "sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode …", proc(5).
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[3] == Listen && fields[1].EndsWith(suffix, StringComparison.Ordinal)
                && long.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
            {
                yield return inode;
            }
        }
    }

    /// <summary>The process's ancestors, the nearest first.</summary>
    internal static IEnumerable<int> Ancestors(int id, IReadOnlyDictionary<int, int> parents)
    {
        var seen = new HashSet<int> { id };
        while (parents.TryGetValue(id, out var parent) && parent > 0 && seen.Add(parent))
            yield return id = parent;
    }

    private static HashSet<long> ParseAll(string[] paths, int port) =>
        [.. paths.SelectMany(path => ProcessTable.TryRead(path, out var text) ? Parse(text, port) : [])];
}
