using System.Text.Json.Serialization;

namespace LoadLab.Core.Production;

/// <summary>What became of the slices of a period. They add up to all of it.</summary>
/// <param name="Good">Within the target.</param>
/// <param name="Bad">Outside it.</param>
/// <param name="Idle">Known, and nothing happened: neither good nor bad.</param>
/// <param name="Unknown">Nothing is known of them, or a histogram cannot tell. Never good.</param>
/// <param name="Maintenance">Left out as announced.</param>
/// <param name="Ahead">Not over when it was imported.</param>
public sealed record SliceCounts(int Good, int Bad, int Idle, int Unknown, int Maintenance, int Ahead)
{
    /// <summary>Slices that were good or bad.</summary>
    public int Judged => Good + Bad;

    /// <summary>Share of the time within the target (4.3): good of judged; null when none was.</summary>
    public double? TimeRatio => Judged == 0 ? null : (double)Good / Judged;

    /// <summary>The same, with unknown time as time outside the target: the least that was reached.</summary>
    [JsonPropertyName("sureTimeRatio")]
    public double? TimeRatioLowerBound => Judged == 0 ? null : (double)Good / (Judged + Unknown);

    /// <summary>Share of the time that counts of which something is known; 1 when no time counts.</summary>
    public double KnownRatio => Good + Bad + Idle + Unknown == 0 ? 1 : (double)(Good + Bad + Idle) / (Good + Bad + Idle + Unknown);
}
