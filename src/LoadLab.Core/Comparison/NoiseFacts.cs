using LoadLab.Core.Runs;

namespace LoadLab.Core.Comparison;

/// <summary>What must be the same for a calibration to hold for a run.</summary>
internal static class NoiseFacts
{
    private static readonly string[] s_keys = ["cpu.model", "cpu.count", "memory.bytes", "generator", "stack.kind"];

    /// <summary>Facts of machine, generator and kind of stack.</summary>
    public static SortedDictionary<string, string> Machine(RunRecord record)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in s_keys)
        {
            if (record.Fingerprint.TryGetValue(key, out var value))
            {
                facts[key] = value;
            }
        }

        facts.TryAdd("stack.kind", record.Plan.Stack.Kind);
        return facts;
    }

    /// <summary>Why a calibration does not hold for a run, in words; empty when it does.</summary>
    public static IEnumerable<string> Differences(NoiseCalibration calibration, RunRecord record) =>
        Differences(calibration.Machine, Machine(record)).Concat(Differences(calibration.Load, PlanDifference.Load(record.Plan)));

    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now) =>
        then.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(key => then.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .Select(key => $"{key} {now.GetValueOrDefault(key, "none")} and not {then.GetValueOrDefault(key, "none")}");
}
