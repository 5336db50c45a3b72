using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Attribution;

/// <summary>
/// One rule for each cause: what it must show, in at least <see cref="BottleneckLimits.Samples"/> samples of the window.
/// </summary>
internal sealed class BottleneckRules(WatchedWindow window)
{
    /// <summary>Others took the CPU: the machine is busy, and what is neither stack nor generator has a good part of it.</summary>
    public Bottleneck? OtherCpu()
    {
        var (busy, other) = (window.MachineBusy(), window.Cpu()["other"]);
        var seconds = other.Where(point => point.Value >= BottleneckLimits.OthersShare * window.Cores && busy[point.Key] >= BottleneckLimits.MachineBusy)
            .Select(point => point.Key).ToList();
        return Seen(seconds, BottleneckCauses.OtherCpu, MeasureNames.CpuMachine, () =>
            $"the machine's CPU was {Percent(seconds.Max(second => busy[second]))} busy, and {Others()} took {Cores(seconds.Average(second => other[second]))} of its {Text(window.Cores)} cores");
    }

    /// <summary>A server did not answer its probe.</summary>
    /// <param name="cause">The cause's name.</param>
    /// <param name="up">The measure that is 0 when it does not answer.</param>
    /// <param name="server">For people.</param>
    public Bottleneck? NoAnswer(string cause, string up, string server)
    {
        var silent = window.Of(up).Where(point => point.Value < 1).Select(point => point.Key).ToList();
        return Seen(silent, cause, up, () => $"{server} gave its probe no answer for {silent.Count} s");
    }

    /// <summary>Redis is blocked: no answer, or a PING that takes hundreds of times its time.</summary>
    public Bottleneck? Redis()
    {
        var slow = window.Of(MeasureNames.RedisPing).Where(point => point.Value >= BottleneckLimits.RedisPingMs).ToList();
        return NoAnswer(BottleneckCauses.Redis, MeasureNames.RedisUp, "Redis")
            ?? (slow.Count == 0 ? null : new Bottleneck(BottleneckCauses.Redis, MeasureNames.RedisPing, slow[0].Key,
                $"Redis took up to {Units.Milliseconds(slow.Max(point => point.Value))} to answer a PING"));
    }

    /// <summary>Most active sessions wait for a lock.</summary>
    public Bottleneck? Lock() => Waiting(BottleneckCauses.Lock, MeasureNames.DbSessionsLocked, "a lock");

    /// <summary>Most active sessions wait for the disk.</summary>
    public Bottleneck? DatabaseIo() => Waiting(BottleneckCauses.DatabaseIo, MeasureNames.DbSessionsIo, "the disk");

    /// <summary>A statement runs for long.</summary>
    public Bottleneck? SlowStatement()
    {
        var slow = window.Of(MeasureNames.DbLongestStatement).Where(point => point.Value >= BottleneckLimits.StatementSeconds).ToList();
        return Seen([.. slow.Select(point => point.Key)], BottleneckCauses.SlowStatement, MeasureNames.DbLongestStatement, () =>
            $"a statement in Postgres ran for {Units.Milliseconds(slow.Max(point => point.Value) * 1000)}");
    }

    /// <summary>The pool is full, as <see cref="PoolUse"/> defines it.</summary>
    public Bottleneck? Pool()
    {
        var (used, most, waiting) = (window.Of(MeasureNames.DbPoolUsed), window.Of(MeasureNames.DbPoolMax), window.Of(MeasureNames.DbPoolPending));
        var full = used.Where(point => most.TryGetValue(point.Key, out var max) && waiting.TryGetValue(point.Key, out var pending) && PoolUse.IsFull(point.Value, pending, max))
            .Select(point => point.Key).ToList();
        return Seen(full, BottleneckCauses.Pool, MeasureNames.DbPoolUsed, () =>
            $"{(full.Max(second => used[second] / most[second]) < BottleneckLimits.PoolFull && full.Max(second => waiting[second] / most[second]) < 1 ? "more connections were wanted than the API's pool has" : "the API's connection pool was full")}: {Text(full.Max(second => used[second]))} of {Text(most[full[0]])} in use, and up to {Text(full.Max(second => waiting[second]))} requests waited for a connection");
    }

    /// <summary>A process of the stack used one core, all of it and no more from then on, on a machine that had others to give: it can use only one.</summary>
    public Bottleneck? OneCore()
    {
        if (!(window.Cores > 1) || window.MachineBusy().Values.DefaultIfEmpty(0).Average() >= BottleneckLimits.MachineBusy)
        {
            return null;
        }

        foreach (var (role, cores) in window.Cpu().Where(role => role.Key is not ("generator" or "other")))
        {
            var full = cores.SkipWhile(point => point.Value < BottleneckLimits.OneCoreLeast).ToList();
            if (full.Count >= BottleneckLimits.OneCoreSamples && full.All(point => point.Value is >= BottleneckLimits.OneCoreLeast and <= BottleneckLimits.OneCoreMost))
            {
                return new Bottleneck(BottleneckCauses.StackCpu, MeasureNames.Cpu(role), full[0].Key,
                    $"{window.NameOf(role)} used one of the machine's {Text(window.Cores)} cores, all of it and no more, as a process does that can use only one");
            }
        }

        return null;
    }

    /// <summary>The machine is busy, and a process of the stack uses most of it.</summary>
    public Bottleneck? StackCpu()
    {
        var busy = window.MachineBusy().Where(point => point.Value >= BottleneckLimits.MachineBusy).ToList();
        var cpu = window.Cpu();
        // Busy with something else is no fault of the stack.
        return Leader() is not { } leader || Mean("generator") > Mean(leader) || Mean("other") > Mean(leader) ? null : Seen([.. busy.Select(point => point.Key)], BottleneckCauses.StackCpu, MeasureNames.Cpu(leader), () =>
            $"the machine's CPU was {Percent(busy.Max(point => point.Value))} busy, most of it by {window.NameOf(leader)} ({Cores(Mean(leader))} cores)");

        double Mean(string role) => cpu[role].Values.DefaultIfEmpty(0).Average();
    }

    /// <summary>The machine is busy, and neither one of the stack's processes nor others alone make it so, or nobody can see who does.</summary>
    public Bottleneck? Machine()
    {
        var busy = window.MachineBusy().Where(point => point.Value >= BottleneckLimits.MachineBusy).ToList();
        return Seen([.. busy.Select(point => point.Key)], BottleneckCauses.Machine, MeasureNames.CpuMachine, () =>
        {
            var whose = window.IsRemote ? "the CPU of the machine that makes the load" : "the machine's CPU";
            var shares = window.Cpu().Where(role => role.Value.Count > 0).Select(role => (Name: role.Key, Cores: role.Value.Values.Average())).Where(share => share.Cores >= 0.05)
                .OrderByDescending(share => share.Cores)
                .Select(share => $"{(share.Name switch { "generator" => "LoadLab", "other" => "others", _ => window.NameOf(share.Name) })} {Cores(share.Cores)}").ToList();
            var queue = window.Of(MeasureNames.CpuRunQueue).Values.DefaultIfEmpty(0).Max();
            return $"{whose} was {Percent(busy.Max(point => point.Value))} busy"
                + (queue > window.Cores ? $", with up to {Text(queue)} tasks at once for its {Text(window.Cores)} cores" : "")
                + (shares.Count == 0 ? "" : $" (cores used: {string.Join(", ", shares)})");
        });
    }

    /// <summary>The queue grows and hardly ever shrinks.</summary>
    public Bottleneck? Workers()
    {
        var lengths = window.Of(MeasureNames.QueueLength).ToList();
        var falls = lengths.Zip(lengths.Skip(1)).Count(pair => pair.Second.Value < pair.First.Value);
        return lengths.Count <= BottleneckLimits.Samples || lengths[^1].Value - lengths[0].Value < BottleneckLimits.QueueGrowth || falls * 4 > lengths.Count
            ? null
            : new Bottleneck(BottleneckCauses.Workers, MeasureNames.QueueLength, lengths[0].Key,
                $"the background workers did not keep up: the queue grew from {Text(lengths[0].Value)} to {Text(lengths[^1].Value)} items in {lengths[^1].Key - lengths[0].Key} s");
    }

    /// <summary>The role of the stack that used most CPU in the window; null when nothing is known.</summary>
    public string? Leader() => window.Cpu().Where(role => role.Key is not ("generator" or "other") && role.Value.Count > 0)
        .OrderByDescending(role => role.Value.Values.Average()).Select(role => role.Key).FirstOrDefault();

    // Of a stack that is not LoadLab's, only those processes are known that listen on its ports.
    private string Others()
    {
        if (window.IsOurs)
        {
            return "processes that are neither the stack's nor LoadLab's";
        }

        string[] known = ["LoadLab", .. window.Cpu().Keys.Where(role => role is not ("generator" or "other")).Select(window.NameOf)];
        return $"processes other than {string.Join(", ", known[..^1])} and {known[^1]}";
    }

    private Bottleneck? Waiting(string cause, string measure, string what)
    {
        var (waiting, active) = (window.Of(measure), window.Of(MeasureNames.DbSessionsActive));
        var many = waiting.Where(point => point.Value >= BottleneckLimits.WaitingSessions
                && active.TryGetValue(point.Key, out var all) && point.Value >= BottleneckLimits.WaitingShare * all)
            .Select(point => point.Key).ToList();
        return Seen(many, cause, measure, () => $"up to {Text(many.Max(second => waiting[second]))} sessions of Postgres waited for {what}");
    }

    private static Bottleneck? Seen(List<int> seconds, string cause, string measure, Func<string> words) =>
        seconds.Count < BottleneckLimits.Samples ? null : new Bottleneck(cause, measure, seconds[0], words());

    private static string Percent(double ratio) => Units.Percent(Math.Round(ratio, 2));

    private static string Cores(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
