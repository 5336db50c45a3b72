namespace LoadLab.Core.Measurement;

/// <summary>What the values of a measure are, and so which kinds of SLO can be asked of it.</summary>
public enum MeasureKind
{
    /// <summary>Times of requests, which the load keeps in histograms itself: <c>kind: response-time</c>.</summary>
    RequestTimes,

    /// <summary>A share of requests: <c>kind: error-ratio</c> and <c>availability</c> without a measure.</summary>
    RequestRatio,

    /// <summary>A value a second that goes up and down: <c>kind: saturation</c>.</summary>
    Sample,

    /// <summary>A value a second that is 1 or more while a service is there, and 0 while it is not: <c>kind: availability</c>.</summary>
    Presence,

    /// <summary>A running total: <c>kind: error-ratio</c>, <c>success-ratio</c>, and <c>availability</c> of jobs.</summary>
    Total,

    /// <summary>Times that the target or its database counts in buckets: <c>kind: response-time</c>.</summary>
    Times,

    /// <summary>Bytes a second of transfers that all have one size: <c>kind: throughput</c>.</summary>
    Throughput,
}

/// <summary>Which values are the good ones.</summary>
public enum BetterDirection
{
    /// <summary>Low ones.</summary>
    Lower,

    /// <summary>High ones.</summary>
    Higher,

    /// <summary>Neither: it says how much there is of something.</summary>
    Neither,
}

/// <summary>All about one measure. The only place where its unit, its meaning and its direction are said.</summary>
/// <param name="Name">Its name, or the pattern of a family: <c>cpu.ROLE</c>.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Unit">Unit in plain words: <c>connections</c>, <c>bytes</c>, <c>ratio</c>, <c>ms</c>, <c>items</c>.</param>
/// <param name="Aggregation">How its samples are summed up.</param>
/// <param name="Better">Which values are the good ones.</param>
/// <param name="Source">Who brings it.</param>
/// <param name="Meaning">What it says, in one sentence without a full stop.</param>
public sealed record MeasureDeclaration(
    string Name, MeasureKind Kind, string Unit, MeasureAggregation Aggregation, BetterDirection Better, MeasureSource Source, string Meaning)
{
    /// <summary>What it means that there is no value. It is never 0.</summary>
    public string Absence { get; init; } = MeasureSources.AbsenceOf(Source);

    /// <summary>Which stack has it, and what a user's own stack needs for it.</summary>
    public string Stacks => MeasureSources.StacksOf(Source);

    /// <summary>What a probe declares.</summary>
    public Measure ToMeasure() => new(Name, Unit, Aggregation, Meaning);
}
