using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// CPU and memory of the whole machine, from /proc: how busy it is, how many tasks want a CPU, and how long tasks waited for one. What the
/// kernel does not tell is a gap.
/// </summary>
internal sealed class MachineProbe : IProbe
{
    private readonly Func<string, string?> _read;
    private readonly TimeProvider _time;
    private (long Busy, long All)? _last;
    private (double WaitedMicros, long Timestamp)? _lastPressure;

    /// <summary>A probe of this machine.</summary>
    public MachineProbe()
        : this(Read, TimeProvider.System)
    {
    }

    /// <param name="read">Text of a file of /proc; null where there is none.</param>
    /// <param name="time">The time.</param>
    internal MachineProbe(Func<string, string?> read, TimeProvider time)
    {
        _read = read;
        _time = time;
    }

    /// <inheritdoc/>
    public string Name => "machine";

    /// <inheritdoc/>
    public IReadOnlyList<Measure> Measures { get; } =
    [
        new(MeasureNames.CpuMachine, "ratio", MeasureAggregation.Mean, "Busy share of all cores since the sample before"),
        new(MeasureNames.CpuRunQueue, "tasks", MeasureAggregation.Max, "Tasks of the machine that run or want to run"),
        new(MeasureNames.CpuPressure, "ratio", MeasureAggregation.Mean, "Share of the time since the sample before in which some task waited for a CPU"),
        new(MeasureNames.MemoryMachine, "ratio", MeasureAggregation.Max, "Memory of the machine that is not available"),
    ];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken)
    {
        var stat = _read("/proc/stat") ?? throw new FormatException("/proc/stat cannot be read.");
        return ValueTask.FromResult<IReadOnlyList<double>>([Busy(stat), RunQueue(stat), Pressure(_read("/proc/pressure/cpu")), Memory(_read("/proc/meminfo"))]);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private double Busy(string stat)
    {
        var now = ParseTicks(stat);
        var value = _last is { } last && now.All > last.All ? Math.Clamp((double)(now.Busy - last.Busy) / (now.All - last.All), 0, 1) : double.NaN;
        _last = now;
        return value;
    }

    // "some avg10=0.00 avg60=0.00 avg300=0.00 total=<µs>", see https://docs.kernel.org/accounting/psi.html.
    private double Pressure(string? text)
    {
        const string Total = "total=";
        var now = _time.GetTimestamp();
        if (text?.Split('\n')[0].Split(' ').FirstOrDefault(field => field.StartsWith(Total, StringComparison.Ordinal)) is not { } field)
            return double.NaN;
        var waited = double.Parse(field[Total.Length..], CultureInfo.InvariantCulture);
        var value = _lastPressure is { } last && now > last.Timestamp
            ? Math.Clamp((waited - last.WaitedMicros) / _time.GetElapsedTime(last.Timestamp, now).TotalMicroseconds, 0, 1)
            : double.NaN;
        _lastPressure = (waited, now);
        return value;
    }

    private static double RunQueue(string stat) => Number(stat, "procs_running");

    private static double Memory(string? text) =>
        text is null ? double.NaN : 1 - (Number(text, "MemAvailable:") / Number(text, "MemTotal:"));

    /// <summary>The first number of the line that begins with <paramref name="name"/>; NaN when there is none.</summary>
    private static double Number(string text, string name) =>
        text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(fields => fields.Length > 1 && fields[0] == name) is { } line
            ? double.Parse(line[1], CultureInfo.InvariantCulture)
            : double.NaN;

    // "cpu user nice system idle iowait irq softirq steal guest guest_nice"; guest time is in user already. See proc(5).
    private static (long Busy, long All) ParseTicks(string text)
    {
        var fields = text.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 9 || fields[0] != "cpu")
            throw new FormatException($"/proc/stat begins with '{text.Split('\n')[0]}', not with the machine's CPU.");
        var ticks = fields[1..9].Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        var all = ticks.Sum();
        return (all - ticks[3] - ticks[4], all);
    }

    private static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path) : null;
}
