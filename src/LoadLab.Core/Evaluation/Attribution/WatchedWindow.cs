using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Attribution;

/// <summary>What was watched around the second at which an SLO was crossed.</summary>
internal sealed class WatchedWindow
{
    private readonly RunRecord _record;

    /// <summary>Around the second of a crossing.</summary>
    public WatchedWindow(RunRecord record, PhaseResult phase, int crossedSecond)
        : this(record, phase, crossedSecond, crossedSecond + BottleneckLimits.After)
    {
    }

    private WatchedWindow(RunRecord record, PhaseResult phase, int crossedSecond, int to)
    {
        _record = record;
        From = Math.Max((int)phase.StartSecond, crossedSecond - BottleneckLimits.Before);
        To = Math.Min((int)Math.Ceiling(phase.MeasureEndSecond), to);
        Cores = _record.Fingerprint.TryGetValue("cpu.count", out var text)
            && double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cores) ? cores : double.NaN;
    }

    /// <summary>First second that is looked at.</summary>
    public int From { get; }

    /// <summary>Last second that is looked at.</summary>
    public int To { get; }

    /// <summary>Cores of the machine; NaN when not known.</summary>
    public double Cores { get; }

    /// <summary>True when LoadLab started the stack, and so sees all of its processes.</summary>
    public bool IsOurs => _record.Fingerprint.GetValueOrDefault("stack.kind", _record.Plan.Stack.Kind) != "external";

    /// <summary>True when the target is reached over a network, so that the machine that is watched is the generator's alone.</summary>
    public bool IsRemote => _record.Fingerprint.GetValueOrDefault("network.path") == "network" && _record.Probes.All(series => series.Measure.Name != MeasureNames.Cpu("target"));

    /// <summary>A role of the stack for people: <c>postgres</c>, <c>the target (node)</c>.</summary>
    public string NameOf(string role) => (role, _record.Fingerprint.GetValueOrDefault("process." + role)) switch
    {
        ("target", { } process) => $"the target ({process})",
        ("target", null) => "the target",
        _ => role,
    };

    /// <summary>From before the second of a crossing to the end of the phase: what a load that does not change leads to, in full.</summary>
    public static WatchedWindow ToTheEnd(RunRecord record, PhaseResult phase, int crossedSecond) => new(record, phase, crossedSecond, int.MaxValue);

    /// <summary>
    /// The second in which something may have begun that was first seen in its <see cref="Bottleneck.OnsetSecond"/>: a server that is saturated misses samples, so it may
    /// have begun at once after the last one that showed it free.
    /// </summary>
    public int EarliestOnset(Bottleneck cause)
    {
        var watched = _record.Probes.FirstOrDefault(series => series.Measure.Name == cause.Measure)?.Points ?? [];
        return cause.Cause == BottleneckCauses.Target || watched.Count == 0 ? cause.OnsetSecond
            : watched.Select(point => (int)point.Second).Where(second => second >= From && second < cause.OnsetSecond).DefaultIfEmpty(From - 1).Max() + 1;
    }

    /// <summary>Second to value of a measure; seconds without a sample are not in it.</summary>
    public SortedDictionary<int, double> Of(string measure)
    {
        var values = new SortedDictionary<int, double>();
        foreach (var point in _record.Probes.FirstOrDefault(series => series.Measure.Name == measure)?.Points ?? [])
        {
            var second = (int)point.Second;
            if (second >= From && second <= To)
            {
                values[second] = point.Value;
            }
        }

        return values;
    }

    /// <summary>Cores that each role of the stack used, by second, with <c>generator</c> and <c>other</c> beside them.</summary>
    public IReadOnlyDictionary<string, SortedDictionary<int, double>> Cpu()
    {
        const string Prefix = "cpu.";
        HashSet<string> notRoles = [MeasureNames.CpuMachine, MeasureNames.CpuGenerator, MeasureNames.CpuRunQueue, MeasureNames.CpuPressure];
        var cpu = _record.Probes.Select(series => series.Measure.Name)
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !notRoles.Contains(name))
            .ToDictionary(name => name[Prefix.Length..], Of, StringComparer.Ordinal);
        var stack = cpu.Values.ToList();
        var (generator, other) = (new SortedDictionary<int, double>(), new SortedDictionary<int, double>());
        foreach (var second in Health())
        {
            generator[second.Second] = second.ProcessCpu;
            // Without a look at the stack's processes nobody can say what is left for others.
            if (stack.Count > 0 && stack.All(role => role.ContainsKey(second.Second)))
            {
                other[second.Second] = Math.Max(0, (second.MachineCpuRatio * Cores) - second.ProcessCpu - stack.Sum(role => role[second.Second]));
            }
        }

        cpu["generator"] = generator;
        cpu["other"] = other;
        return cpu;
    }

    /// <summary>Busy share of the machine, by second.</summary>
    public SortedDictionary<int, double> MachineBusy() => new(Health().ToDictionary(second => second.Second, second => second.MachineCpuRatio));

    private IEnumerable<HealthSecond> Health() => _record.Health
        .Where(second => second.Second >= From && second.Second <= To && double.IsFinite(second.MachineCpuRatio) && double.IsFinite(second.ProcessCpu))
        .DistinctBy(second => second.Second);
}
