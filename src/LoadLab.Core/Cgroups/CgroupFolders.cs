using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadLab.Core.Cgroups;

/// <summary>Finds the folders of the cgroups that hold a process, from the texts of /proc (cgroups(7), proc(5)). Pure functions.</summary>
internal static partial class CgroupFolders
{
    private const string Version2 = "/sys/fs/cgroup";
    private const string Version1 = "/sys/fs/cgroup/cpu";

    /// <summary>The folders that may hold a CPU quota: of the process' own cgroup first, then of each one above it, up to the one that is mounted.</summary>
    /// <param name="cgroup">Text of /proc/PID/cgroup; empty when it cannot be read.</param>
    /// <param name="mounts">Text of /proc/self/mountinfo; empty when it cannot be read.</param>
    public static IReadOnlyList<string> Of(string cgroup, string mounts)
    {
        if (cgroup.Length == 0 || mounts.Length == 0)
        {
            return [Version2, Version1];
        }

        var folders = new List<string>();
        foreach (var line in cgroup.Split('\n'))
        {
            // hierarchy:controllers:path, where version 2 is 0::path.
            if (line.Split(':', 3) is [_, var controllers, var path] && (controllers.Length == 0 || controllers.Split(',').Contains("cpu")))
            {
                folders.AddRange(Mounted(mounts, isVersion2: controllers.Length == 0).SelectMany(mount => Upwards(mount.Root, mount.Point, path.Trim())));
            }
        }

        return folders;
    }

    private static IEnumerable<(string Root, string Point)> Mounted(string mounts, bool isVersion2)
    {
        foreach (var line in mounts.Split('\n'))
        {
            // 36 35 98:0 /root /point options… - type source super-options
            var halves = line.Split(" - ", 2);
            if (halves.Length == 2 && halves[0].Split(' ') is { Length: >= 6 } before && halves[1].Split(' ') is { Length: >= 3 } after
                && (isVersion2 ? after[0] == "cgroup2" : after[0] == "cgroup" && after[2].Split(',').Contains("cpu")))
            {
                yield return (Plain(before[3]), Plain(before[4]));
            }
        }
    }

    private static IEnumerable<string> Upwards(string root, string point, string path)
    {
        // A process outside of what is mounted here is in cgroups that cannot be seen.
        if (path.StartsWith("/..", StringComparison.Ordinal))
        {
            yield break;
        }

        // In a container without a cgroup namespace the mount shows the container's own cgroup as its top.
        var below = root == "/" ? path : path == root ? "/" : path.StartsWith(root + "/", StringComparison.Ordinal) ? path[root.Length..] : "/";
        for (; below.Length > 1; below = below[..Math.Max(1, below.LastIndexOf('/'))])
        {
            yield return point + below;
        }

        yield return point;
    }

    /// <summary>Space, tab, newline and backslash stand there as \040 and the like.</summary>
    private static string Plain(string text) => Octal().Replace(text, match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\([0-7]{3})", RegexOptions.CultureInvariant)]
    private static partial Regex Octal();
}
