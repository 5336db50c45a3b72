using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Processes;

namespace LoadLab.Stacks.Probes;

/// <summary>CPU and memory of each process of the stack with all its descendants (Postgres has one for each session), from /proc.</summary>
public sealed class ProcessProbe : IProbe
{
    // USER_HZ, which /proc is in whatever the kernel's own rate: proc(5), sysconf(3).
    private const double TicksPerSecond = 100;

    private readonly Func<IReadOnlyDictionary<string, int>> _processes;
    private readonly IReadOnlyList<string> _roles;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, (int Id, long Ticks)> _last = new(StringComparer.Ordinal);
    private long _lastTimestamp;

    /// <summary>A probe of a stack's processes.</summary>
    /// <param name="processes">Role to process id.</param>
    /// <param name="time">The time; the system's by default.</param>
    public ProcessProbe(IReadOnlyDictionary<string, int> processes, TimeProvider? time = null)
        : this(() => processes, time)
    {
    }

    /// <summary>A probe of processes that may be started again: the roles are those of now, the ids those of each sample.</summary>
    /// <param name="processes">Role to process id, as of now.</param>
    /// <param name="time">The time; the system's by default.</param>
    public ProcessProbe(Func<IReadOnlyDictionary<string, int>> processes, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(processes);
        _processes = processes;
        _roles = [.. processes().Keys];
        _time = time ?? TimeProvider.System;
        Measures =
        [
            .. _roles.SelectMany(role => new Measure[]
            {
                new(MeasureNames.Cpu(role), "cores", MeasureAggregation.Mean, $"CPU of {role} and its children since the sample before"),
                new(MeasureNames.Memory(role), "bytes", MeasureAggregation.Max, $"Resident memory of {role} and its children, what they share counted once"),
            }),
        ];
    }

    /// <inheritdoc/>
    public string Name => "processes";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures { get; }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken)
    {
        var all = ProcessTable.All();
        var now = _time.GetTimestamp();
        var seconds = _time.GetElapsedTime(_lastTimestamp, now).TotalSeconds;
        var children = all.ToLookup(process => process.Parent);
        var byId = all.ToDictionary(process => process.Id);
        var values = new List<double>(Measures.Count);
        var roots = _processes();
        foreach (var role in _roles)
        {
            if (!roots.TryGetValue(role, out var root) || !byId.TryGetValue(root, out var top))
            {
                values.AddRange([double.NaN, double.NaN]);
                _last.Remove(role);
                continue;
            }

            var tree = Descend(top, children);
            var ticks = tree.Sum(process => process.CpuTicks);
            // The first sample of a process has nothing to subtract from.
            values.Add(_last.TryGetValue(role, out var before) && before.Id == root && seconds > 0
                ? Math.Max(0, ticks - before.Ticks) / TicksPerSecond / seconds : double.NaN);
            values.Add(ResidentBytes(tree));
            _last[role] = (root, ticks);
        }

        _lastTimestamp = now;
        return ValueTask.FromResult<IReadOnlyList<double>>(values);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static List<ProcessStat> Descend(ProcessStat top, ILookup<int, ProcessStat> children)
    {
        List<ProcessStat> tree = [top];
        for (var next = 0; next < tree.Count; next++)
            tree.AddRange(children[tree[next].Id]);
        return tree;
    }

    // Each session of Postgres maps the same shared buffers: added up, they would count once a session.
    private static double ResidentBytes(IEnumerable<ProcessStat> tree)
    {
        double own = 0, shared = 0;
        foreach (var process in tree)
        {
            if (!ProcessTable.TryRead($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/statm", out var text) || text.Split(' ') is not { Length: >= 3 } pages)
                continue;
            var resident = double.Parse(pages[1], CultureInfo.InvariantCulture);
            var common = double.Parse(pages[2], CultureInfo.InvariantCulture);
            own += resident - common;
            shared = Math.Max(shared, common);
        }

        return (own + shared) * Environment.SystemPageSize;
    }
}
