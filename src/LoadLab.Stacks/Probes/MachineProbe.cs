using System.Globalization;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>CPU of the whole machine, from /proc/stat: 1 when every core is busy.</summary>
public sealed class MachineProbe : IProbe
{
    private readonly Func<string> _readStat;
    private (long Busy, long All)? _last;

    /// <summary>A probe of this machine.</summary>
    public MachineProbe()
        : this(() => File.ReadAllText("/proc/stat"))
    {
    }

    internal MachineProbe(Func<string> readStat) => _readStat = readStat;

    /// <inheritdoc/>
    public string Name => "machine";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures { get; } =
        [new(MeasureNames.CpuMachine, "ratio", MeasureAggregation.Mean, "Busy share of all cores since the sample before")];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken)
    {
        var now = Parse(_readStat());
        var value = _last is { } last && now.All > last.All ? Math.Clamp((double)(now.Busy - last.Busy) / (now.All - last.All), 0, 1) : double.NaN;
        _last = now;
        return ValueTask.FromResult<IReadOnlyList<double>>([value]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // "cpu user nice system idle iowait irq softirq steal guest guest_nice"; guest time is in user already. See proc(5).
    private static (long Busy, long All) Parse(string text)
    {
        var fields = text.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 9 || fields[0] != "cpu")
            throw new FormatException($"/proc/stat begins with '{text.Split('\n')[0]}', not with the machine's CPU.");
        var ticks = fields[1..9].Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        var all = ticks.Sum();
        return (all - ticks[3] - ticks[4], all);
    }
}
