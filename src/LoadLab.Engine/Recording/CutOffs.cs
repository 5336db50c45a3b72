using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.Recording;

/// <summary>Counts where the iterations were that were cut off at the end of a phase. Off the hot path. Thread-safe.</summary>
internal sealed class CutOffs
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(int Scenario, int Step), (long Measured, long Unmeasured, long LongestTicks)> _counts = [];

    public void Add(int scenario, int step, bool measured, long ticks)
    {
        lock (_lock)
        {
            var (counted, others, longest) = _counts.GetValueOrDefault((scenario, step));
            _counts[(scenario, step)] = (counted + (measured ? 1 : 0), others + (measured ? 0 : 1), Math.Max(longest, ticks));
        }
    }

    /// <summary>The counts, by name.</summary>
    /// <param name="name">Names of a scenario and a step.</param>
    /// <param name="ticksPerMs">Ticks a millisecond.</param>
    public IReadOnlyList<CutOffCount> ToCounts(Func<int, int, (string Scenario, string Step)> name, double ticksPerMs)
    {
        lock (_lock)
        {
            return
            [
                .. _counts.Select(count =>
                {
                    var (scenario, step) = name(count.Key.Scenario, count.Key.Step);
                    return new CutOffCount(scenario, step, count.Value.Measured, count.Value.Unmeasured, count.Value.LongestTicks / ticksPerMs);
                }).OrderByDescending(count => count.Measured + count.Unmeasured).ThenBy(count => count.Scenario, StringComparer.Ordinal).ThenBy(count => count.Step, StringComparer.Ordinal),
            ];
        }
    }
}
