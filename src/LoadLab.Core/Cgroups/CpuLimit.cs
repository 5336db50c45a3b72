using System.Globalization;

namespace LoadLab.Core.Cgroups;

/// <summary>
/// How much CPU the cgroups of a process let it have: its own and every one above it that can be seen, of version 1 and 2. A quota of 0.4 cores means that its
/// processes stand still for the rest of each period of 100 ms once they have used 40 ms of CPU together.
/// </summary>
public sealed class CpuLimit
{
    private readonly IReadOnlyList<Level> _levels;

    private CpuLimit(IReadOnlyList<Level> levels) => _levels = levels;

    /// <summary>The tightest quota, in cores; null when there is none.</summary>
    public double? Cores => _levels.Count == 0 ? null : _levels.Min(level => level.Cores);

    /// <summary>True when both have the same quotas from the same cgroups.</summary>
    public bool IsSameAs(CpuLimit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _levels.SequenceEqual(other._levels);
    }

    /// <summary>The limits of this process, or of another one that can be seen.</summary>
    /// <param name="processId">The process; null for this one.</param>
    /// <param name="root"><c>/</c>, or a copy of its files in a test.</param>
    public static CpuLimit Of(int? processId = null, string root = "/")
    {
        var name = processId?.ToString(CultureInfo.InvariantCulture) ?? "self";
        return new CpuLimit([.. CgroupFolders.Of(Text(Path.Combine(root, "proc", name, "cgroup")), Text(Path.Combine(root, "proc", "self", "mountinfo")))
            .Select(folder => Path.Join(root, folder)).Select(Read).OfType<Level>()]);
    }

    /// <summary>What the kernel has counted so far of each cgroup that has a quota, in a fixed order.</summary>
    public IReadOnlyList<Throttling> Count() => [.. _levels.Select(level => Throttling.Parse(Text(Path.Combine(level.Folder, "cpu.stat"))))];

    private static Level? Read(string folder) =>
        (Quota(Text(Path.Combine(folder, "cpu.max")).Split(' ')) ?? Quota([Text(Path.Combine(folder, "cpu.cfs_quota_us")), Text(Path.Combine(folder, "cpu.cfs_period_us"))])) is { } cores
            ? new Level(folder, cores)
            : null;

    // "max" and -1 are no limit.
    private static double? Quota(string[] parts) =>
        parts is [var quota, var period] && double.TryParse(quota, CultureInfo.InvariantCulture, out var allowed) && allowed > 0
            && double.TryParse(period, CultureInfo.InvariantCulture, out var of) && of > 0
            ? allowed / of
            : null;

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed record Level(string Folder, double Cores);
}
