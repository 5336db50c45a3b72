using System.Globalization;
using LoadLab.Core.Cgroups;
using LoadLab.Core.Measurement;

namespace LoadLab.Engine.SelfHealth;

/// <summary>Takes the generator's own health once a second.</summary>
internal sealed class HealthMonitor(TimeProvider time, Canary canary)
{
    private long _lastTimestamp = time.GetTimestamp();
    private TimeSpan _lastCpu = Environment.CpuUsage.TotalTime;
    private TimeSpan _lastPause = GC.GetTotalPauseDuration();
    private (long Busy, long All) _lastMachine = ReadMachine();
    private readonly CpuLimit _limit = CpuLimit.Of();
    private IReadOnlyList<Throttling>? _lastCount;

    /// <summary>The second that has just ended.</summary>
    public HealthSecond Take(int second)
    {
        var now = time.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var pause = GC.GetTotalPauseDuration();
        var machine = ReadMachine();
        var elapsed = Math.Max(1e-3, time.GetElapsedTime(_lastTimestamp, now).TotalSeconds);
        var seen = canary.Take();
        var health = new HealthSecond(
            second,
            (cpu - _lastCpu).TotalSeconds / elapsed,
            machine.All > _lastMachine.All ? (double)(machine.Busy - _lastMachine.Busy) / (machine.All - _lastMachine.All) : double.NaN,
            (pause - _lastPause).TotalMilliseconds,
            ThreadPool.PendingWorkItemCount,
            seen.Max,
            seen.P99,
            Environment.WorkingSet)
        {
            TimerLateMs = seen.Timer,
            ThreadWaitMs = seen.Threads,
            Throttling = Throttled(),
        };
        (_lastTimestamp, _lastCpu, _lastPause, _lastMachine) = (now, cpu, pause, machine);
        return health;
    }

    /// <summary>What the quota of this process' cgroup did since the last call; null without one, and at the first call.</summary>
    private Throttling? Throttled()
    {
        if (_limit.Cores is null)
        {
            return null;
        }

        var (before, now) = (_lastCount, _limit.Count());
        _lastCount = now;
        return before is null ? null : Throttling.Between(before, now);
    }

    /// <summary>Jiffies of all cores from /proc/stat: user nice system idle iowait irq softirq steal. Idle and iowait are not busy.</summary>
    private static (long Busy, long All) ReadMachine()
    {
        if (!OperatingSystem.IsLinux())
        {
            return default;
        }

        using var reader = File.OpenText("/proc/stat");
        var fields = (reader.ReadLine() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long all = 0;
        long idle = 0;
        for (var i = 1; i < Math.Min(9, fields.Length); i++)
        {
            var jiffies = long.Parse(fields[i], CultureInfo.InvariantCulture);
            all += jiffies;
            idle += i is 4 or 5 ? jiffies : 0;
        }

        return (all - idle, all);
    }
}
