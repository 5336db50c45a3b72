using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Probes;

/// <summary>CPU and memory of each process of the stack with all its descendants (Postgres has one for each session), from /proc.</summary>
internal sealed class ProcessProbe : IProbe
{
    // USER_HZ, which /proc is in whatever the kernel's own rate: proc(5), sysconf(3).
    private const double TicksPerSecond = 100;

    private readonly Func<IReadOnlyDictionary<string, IReadOnlyList<int>>> _processes;
    private readonly IReadOnlyList<string> _roles;
    private readonly Func<string, Finding>? _unseen;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly Dictionary<string, (string Roots, CpuLedger Cpu)> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PartThrottling> _throttling = new(StringComparer.Ordinal);
    private long _lastTimestamp;

    /// <summary>A probe of a stack's processes.</summary>
    /// <param name="processes">Role to process id, as of now: a part that was restarted has a new one. The roles are those of the first call.</param>
    /// <param name="time">The time; the system's by default.</param>
    public ProcessProbe(Func<IReadOnlyDictionary<string, int>> processes, TimeProvider? time = null)
        : this(() => processes().ToDictionary(entry => entry.Key, entry => (IReadOnlyList<int>)[entry.Value], StringComparer.Ordinal), [.. processes().Keys], null, time)
    {
    }

    /// <summary>A probe of processes that are looked for.</summary>
    /// <param name="processes">Role to the topmost processes of it that can be seen now.</param>
    /// <param name="roles">All roles.</param>
    /// <param name="unseen">What is said at the end of a role whose processes were never seen.</param>
    /// <param name="time">The time; the system's by default.</param>
    internal ProcessProbe(Func<IReadOnlyDictionary<string, IReadOnlyList<int>>> processes, IReadOnlyList<string> roles, Func<string, Finding>? unseen, TimeProvider? time = null)
    {
        _processes = processes;
        _roles = roles;
        _unseen = unseen;
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
        var others = roots.Values.SelectMany(ids => ids).Append(Environment.ProcessId).ToHashSet();
        foreach (var role in _roles)
        {
            if (!roots.TryGetValue(role, out var ids) || ids.Where(byId.ContainsKey).Select(id => byId[id]).ToList() is not { Count: > 0 } tops)
            {
                values.AddRange([double.NaN, double.NaN]);
                _last.Remove(role);
                continue;
            }

            var (tree, elsewhere) = Descend(tops, children, others);
            var name = string.Join(' ', tops.Select(top => top.Id));
            if (!_last.TryGetValue(role, out var last) || last.Roots != name)
                _last[role] = last = (name, new CpuLedger());
            // The first sample of a process has nothing to subtract from.
            values.Add(last.Cpu.Advance(tree, elsewhere) is { } ticks && seconds > 0 ? ticks / TicksPerSecond / seconds : double.NaN);
            values.Add(ResidentBytes(tree));
            _seen.Add(role);
            if (!_throttling.TryGetValue(role, out var throttling))
                _throttling[role] = throttling = new PartThrottling(role);
            throttling.Sample(tops[0].Id);
        }

        _lastTimestamp = now;
        return ValueTask.FromResult<IReadOnlyList<double>>(values);
    }

    /// <inheritdoc/>
    public ValueTask<ProbeSummary> SummarizeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(
        new ProbeSummary([], [.. _unseen is null ? [] : _roles.Where(role => !_seen.Contains(role)).Select(_unseen), .. _throttling.Values.Select(part => part.Finding()).OfType<Finding>()]));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A process of another role, and LoadLab itself, count there, even when one of this role has started them. Each is read again, parents first.
    private static (List<ProcessStat> Tree, List<ProcessStat> Elsewhere) Descend(List<ProcessStat> tops, ILookup<int, ProcessStat> children, HashSet<int> others)
    {
        List<ProcessStat> tree = [.. Again(tops)];
        List<ProcessStat> elsewhere = [];
        for (var next = 0; next < tree.Count; next++)
        {
            foreach (var child in Again(children[tree[next].Id]))
                (others.Contains(child.Id) ? elsewhere : tree).Add(child);
        }

        return (tree, elsewhere);
    }

    private static IEnumerable<ProcessStat> Again(IEnumerable<ProcessStat> processes) =>
        processes.Select(process => ProcessTable.Find(process.Id) is { } now && now.StartTicks == process.StartTicks ? now : (ProcessStat?)null).OfType<ProcessStat>();

    // Each session of Postgres maps the same shared buffers: added up, they would count once a session.
    private static double ResidentBytes(IEnumerable<ProcessStat> tree)
    {
        double own = 0, shared = 0;
        var any = false;
        foreach (var process in tree)
        {
            if (!ProcessTable.TryRead($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/statm", out var text) || text.Split(' ') is not { Length: >= 3 } pages)
                continue;
            var resident = double.Parse(pages[1], CultureInfo.InvariantCulture);
            var common = double.Parse(pages[2], CultureInfo.InvariantCulture);
            any = true;
            own += resident - common;
            shared = Math.Max(shared, common);
        }

        // Memory that cannot be read is not 0 bytes.
        return any ? (own + shared) * Environment.SystemPageSize : double.NaN;
    }
}
