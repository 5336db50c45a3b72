using System.Globalization;

namespace LoadLab.K6.Driving;

/// <summary>CPU and memory of a group of processes, from <c>/proc</c>: k6's own, which is the generator's, and that of its browsers. Not thread-safe.</summary>
internal sealed class GroupUsage(Func<int> findGroup, TimeProvider time)
{
    private const double TicksPerSecond = 100;

    private readonly Dictionary<int, double> _last = [];
    private long _at = time.GetTimestamp();
    private int _group;

    /// <summary>Cores used since the last call, and bytes in memory; NaN and 0 where the system does not say: none of its processes is to be seen.</summary>
    public (double Cores, long Bytes) Take()
    {
        _group = _group > 0 ? _group : findGroup();
        if (_group <= 0 || !Directory.Exists("/proc/self"))
        {
            return (double.NaN, 0);
        }

        var (used, bytes, isSeen) = (0.0, 0L, false);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(folder) is { } fields)
            {
                used += Math.Max(0, fields.Seconds - _last.GetValueOrDefault(id));
                _last[id] = fields.Seconds;
                bytes += fields.Bytes;
                isSeen = true;
            }
        }

        var now = time.GetTimestamp();
        var elapsed = Math.Max(1e-3, time.GetElapsedTime(_at, now).TotalSeconds);
        _at = now;
        return isSeen ? (used / elapsed, bytes) : (double.NaN, 0);
    }

    /// <summary>After the name in parentheses, which may hold anything: state 0, ppid 1, pgrp 2, …, utime 11, stime 12, …, rss 21 (proc(5)).</summary>
    private (double Seconds, long Bytes)? Read(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields.Length > 21 && int.Parse(fields[2], CultureInfo.InvariantCulture) == _group
                ? ((double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond, long.Parse(fields[21], CultureInfo.InvariantCulture) * Environment.SystemPageSize)
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended meanwhile.
        }
    }
}
