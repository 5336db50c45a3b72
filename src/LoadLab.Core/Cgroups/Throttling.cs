using System.Globalization;

namespace LoadLab.Core.Cgroups;

/// <summary>How often a cgroup ran into its CPU quota.</summary>
/// <param name="Periods">Periods in which one of its processes wanted CPU.</param>
/// <param name="Throttled">Those in which the quota was used up, so that its processes stood still until the next one.</param>
public readonly record struct Throttling(long Periods, long Throttled)
{
    /// <summary>Throttled of all periods; 0 without any.</summary>
    public double Ratio => Periods == 0 ? 0 : (double)Throttled / Periods;

    /// <summary>Reads <c>cpu.stat</c>; what is not there is 0.</summary>
    public static Throttling Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n').Select(line => line.Split(' ')).Where(words => words.Length == 2).ToLookup(words => words[0], words => words[1]);
        return new Throttling(Number("nr_periods"), Number("nr_throttled"));

        long Number(string name) => long.TryParse(lines[name].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>What was counted between two readings, of the cgroup that ran into its quota most.</summary>
    public static Throttling Between(IReadOnlyList<Throttling> before, IReadOnlyList<Throttling> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return before.Zip(after, (old, now) => new Throttling(Math.Max(0, now.Periods - old.Periods), Math.Max(0, now.Throttled - old.Throttled)))
            .OrderByDescending(seen => seen.Ratio).ThenByDescending(seen => seen.Periods).FirstOrDefault();
    }
}
