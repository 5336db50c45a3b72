using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Trend;

/// <summary>One run of a history.</summary>
/// <param name="RunId">The run.</param>
/// <param name="StartedAt">When its load began.</param>
/// <param name="Labels">Labels that it was given; <c>commit</c> is the one that is shown beside a change.</param>
/// <param name="Value">What was measured, in the measure's unit.</param>
/// <param name="Low">Lower end of its 95 % interval; the value itself when it has none.</param>
/// <param name="High">Upper end.</param>
public sealed record TrendPoint(
    string RunId, DateTimeOffset StartedAt, IReadOnlyDictionary<string, string> Labels, double Value, double Low, double High);

/// <summary>A limit of the catalogue that the measure is held to.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="Tier">A promise to the customer or the own target.</param>
/// <param name="Comparison">What a value must be against it.</param>
/// <param name="Value">The limit, in the measure's unit.</param>
public sealed record TrendLimit(string Id, SloTier Tier, ComparisonOperator Comparison, double Value)
{
    /// <summary>True when less is better, false when more is; null for a limit on equality, which has no better side.</summary>
    public bool? WantsLess => Comparison.WantsLess();

    /// <summary>True when a value keeps the limit.</summary>
    public bool IsKeptBy(double value) => Comparison.Holds(value, Value);
}

/// <summary>A measure over the runs of a suite.</summary>
/// <param name="Measure">Its name: the SLO that it is judged by, or a figure such as <c>rate-100 p95</c>.</param>
/// <param name="Unit"><c>ms</c>, <c>ratio</c>, <c>1/s</c> …</param>
/// <param name="Points">The runs, the oldest first.</param>
/// <param name="Limits">Its limits; empty when it has none.</param>
public sealed record TrendSeries(string Measure, string Unit, IReadOnlyList<TrendPoint> Points, IReadOnlyList<TrendLimit> Limits);
