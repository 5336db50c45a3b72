using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Stacks.Probes;

/// <summary>
/// Adds up what ran in a Redis from reading to reading, so that counters which begin anew in mid-run (<c>CONFIG RESETSTAT</c>, a restart) cost what ran since
/// the last reading before it, and nothing else. Not thread-safe.
/// </summary>
internal sealed class RedisCommandWatch
{
    private readonly Dictionary<string, CommandTotals> _sums = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, CommandTotals>? _last;
    private string? _run;
    private double _all = double.NaN;
    private int _resets;
    private int _restarts;

    /// <summary>Takes a reading. The first is where the counting begins.</summary>
    /// <param name="now">The totals of each command.</param>
    /// <param name="all">Commands of all kinds since the counters began (<c>total_commands_processed</c>); NaN when not known.</param>
    /// <param name="run">What the server calls its run (<c>run_id</c>); null when not known.</param>
    public void Add(IReadOnlyDictionary<string, CommandTotals> now, double all, string? run)
    {
        var isRestart = run is not null && _run is not null && run != _run;
        var isReset = !isRestart && (all < _all || _last?.Any(entry => now.GetValueOrDefault(entry.Key).Calls < entry.Value.Calls) == true);
        _restarts += isRestart ? 1 : 0;
        _resets += isReset ? 1 : 0;
        if (_last is not null)
        {
            foreach (var (name, totals) in now)
            {
                var before = isRestart || isReset ? default : _last.GetValueOrDefault(name);
                var sum = _sums.GetValueOrDefault(name);
                _sums[name] = new CommandTotals(
                    sum.Calls + Math.Max(0, totals.Calls - before.Calls), sum.Micros + Math.Max(0, totals.Micros - before.Micros), sum.Failed + Math.Max(0, totals.Failed - before.Failed));
            }
        }

        (_last, _all, _run) = (now, all, run ?? _run);
    }

    /// <summary>The table of what ran; null when nothing did.</summary>
    public ProbeTable? Table() => RedisCommands.Table(_sums);

    /// <summary>That the counters began anew; null when they did not.</summary>
    public Finding? Finding() => _resets + _restarts == 0 ? null : new(
        "redis-reset", FindingSeverity.Warning,
        string.Create(CultureInfo.InvariantCulture, $"the counters of Redis began anew during the run: {Times(_resets, "reset")}{(_resets > 0 && _restarts > 0 ? ", " : "")}{Times(_restarts, "restart")}. What ran in the second before each is in no figure."),
        "counters that run through", "Send no CONFIG RESETSTAT while a run lasts, and look at the log of Redis for restarts.");

    /// <summary>The same when the suite's faults had it started again; null when there was a reset too, or nothing began anew.</summary>
    public PlannedRestart? Planned() => _resets > 0 || _restarts == 0 ? null : new(
        "redis-reset", "redis", _restarts, new Finding(
            "redis-reset", FindingSeverity.Info,
            string.Create(CultureInfo.InvariantCulture, $"Redis was started again {_restarts} time{(_restarts == 1 ? "" : "s")}, as the suite's faults say, and its counters began anew. What ran in the second before each is in no figure."),
            "a restart that the suite asks for", "Nothing: it is the fault that the suite names."));

    private static string Times(int count, string what) => count switch
    {
        0 => "",
        1 => "1 " + what,
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} {what}s"),
    };
}
