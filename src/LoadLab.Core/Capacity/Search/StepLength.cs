using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Search;

/// <summary>
/// How long a step must be held. A queue near its capacity remembers: what it is in one second it is, nearly, in the next, so that a short step sees one state of
/// it and takes that for all. A step is long enough when it is <see cref="Memories"/> times as long as its response times remember, by the integrated autocorrelation
/// time of a first-order autoregression over its seconds (Sokal 1997; bias of short series by Kendall 1954). Pure.
/// </summary>
public static class StepLength
{
    /// <summary>Times its memory that a step is held.</summary>
    public const double Memories = 12;

    /// <summary>Times that a step may be longer than what was asked for.</summary>
    public const double Longest = 12;

    /// <summary>Part of a step's length that goes before it, unmeasured.</summary>
    internal const double SettleShare = 0.2;

    /// <summary>Steps that the memory is read from.</summary>
    internal const int Last = 3;

    /// <summary>Fewest seconds that show a memory.</summary>
    private const int FewestSeconds = 8;

    private const double MostCorrelation = 0.98;

    /// <summary>How long the response times of a step remember, in seconds; null where too few seconds have one.</summary>
    /// <param name="seconds">One histogram a second, in order.</param>
    public static double? Memory(IReadOnlyList<PackedHistogram> seconds)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        double[] values = [.. seconds.Where(second => second.TotalCount > 0).Select(second => Math.Log(1 + PackedHistogram.Merge([second]).MeanMicros))];
        if (values.Length < FewestSeconds)
        {
            return null;
        }

        var mean = values.Average();
        double own = 0, next = 0;
        for (var i = 0; i < values.Length; i++)
        {
            own += (values[i] - mean) * (values[i] - mean);
            next += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
        }

        var correlation = own > 0 ? next / own : 0;
        correlation = Math.Clamp(correlation + ((1 + (3 * correlation)) / values.Length), 0, MostCorrelation);
        return (1 + correlation) / (1 - correlation);
    }

    /// <summary>Seconds that the next step is held: what was asked for, and once a step broke longer where the last ones remember. Far below the answer the side is all that counts.</summary>
    public static double Next(SearchOptions options, IReadOnlyList<StepEvidence> evidence)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Any(step => step.Outcome == StepOutcome.Breaks || step.Strength > 0)
            ? Math.Ceiling(Math.Clamp(Needed(evidence), options.HoldSeconds, options.HoldSeconds * Longest))
            : options.HoldSeconds;
    }

    /// <summary>Seconds that a step needs by what the last ones show, their correlation less a standard error of it; 0 when they show nothing.</summary>
    internal static double Needed(IReadOnlyList<StepEvidence> evidence)
    {
        var last = evidence.Where(step => step is { Outcome: not StepOutcome.Invalid, MemorySeconds: not null, Seconds: > 0 }).TakeLast(Last).ToList();
        if (last.Count == 0)
        {
            return 0;
        }

        var seconds = last.Sum(step => step.Seconds!.Value);
        var correlation = last.Sum(step => step.Seconds!.Value * (step.MemorySeconds!.Value - 1) / (step.MemorySeconds.Value + 1)) / seconds;
        correlation = Math.Max(0, correlation - (1 / Math.Sqrt(seconds)));
        return Memories * (1 + correlation) / (1 - correlation);
    }

    /// <summary>The steps as if each was worth what its length is against what is needed: the error of a mean falls with the square root of the length.</summary>
    internal static List<StepEvidence> Weighted(List<StepEvidence> told)
    {
        var needed = Needed(told);
        return told.ConvertAll(step => step is { Strength: { } strength, Seconds: { } seconds } && seconds < needed
            ? step with { Strength = strength * Math.Sqrt(seconds / needed), Error = step.Error / Math.Sqrt(seconds / needed) }
            : step);
    }

    /// <summary>Seconds that the steps near the answer lack half of; null when they are long enough.</summary>
    internal static double? Missing(IReadOnlyList<StepEvidence> near)
    {
        var needed = Needed(near);
        double[] held = [.. near.Where(step => step.Seconds is not null).Select(step => step.Seconds!.Value).Order()];
        return held.Length > 0 && HodgesLehmann.Median(held) < needed / 2 ? needed : null;
    }
}
