namespace LoadLab.Core.Runs;

/// <summary>Samples something once a second on the run's clock.</summary>
public interface IProbe : IAsyncDisposable
{
    /// <summary>Name for findings.</summary>
    string Name { get; }

    /// <summary>What it measures. A sample may add to the end of it what the probe has seen for the first time: the buckets of a histogram.</summary>
    IReadOnlyList<Measure> Measures { get; }

    /// <summary>
    /// Takes one sample: a value for each measure, in order; NaN where there is none. Throwing leaves a gap and a finding,
    /// never stops a run.
    /// </summary>
    ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sums the run up, once, after the last sample: what happened between the first sample and now. Throwing is a finding, no more.
    /// </summary>
    ValueTask<ProbeSummary> SummarizeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(ProbeSummary.Empty);
}

/// <summary>What a probe has to say at the end of a run.</summary>
/// <param name="Tables">Its tables, the most important first.</param>
/// <param name="Findings">What it may not read or could not, with what to do about it.</param>
public sealed record ProbeSummary(IReadOnlyList<ProbeTable> Tables, IReadOnlyList<Finding> Findings)
{
    /// <summary>Nothing to say.</summary>
    public static ProbeSummary Empty { get; } = new([], []);

    /// <summary>Samples that were held back while it was not known whether what they are of exists. It is known now.</summary>
    public IReadOnlyList<LateSample> Late { get; init; } = [];
}

/// <summary>A sample that a probe gives at the end of a run.</summary>
/// <param name="Measure">Name of one of the probe's measures.</param>
/// <param name="Timestamp">When it was taken, a timestamp of the run's <see cref="TimeProvider"/>.</param>
/// <param name="Value">In the measure's unit.</param>
public readonly record struct LateSample(string Measure, long Timestamp, double Value);

/// <summary>How the samples of a measure are summed up.</summary>
public enum MeasureAggregation
{
    /// <summary>The peak matters.</summary>
    Max,

    /// <summary>The mean matters.</summary>
    Mean,

    /// <summary>The last value matters.</summary>
    Last,

    /// <summary>A running total; the rise over the run matters.</summary>
    Delta,
}

/// <summary>A declared measure.</summary>
/// <param name="Name">From <see cref="MeasureNames"/>, or made by the same rule.</param>
/// <param name="Unit">Unit in plain words: <c>connections</c>, <c>bytes</c>, <c>ratio</c>, <c>ms</c>, <c>items</c>.</param>
/// <param name="Aggregation">How its samples are summed up.</param>
/// <param name="Description">What it says, for a report.</param>
public sealed record Measure(string Name, string Unit, MeasureAggregation Aggregation, string Description);

/// <summary>The samples of one measure.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Points">Second of the run's clock and value, in order; a gap has no point.</param>
public sealed record ProbeSeries(Measure Measure, IReadOnlyList<ProbePoint> Points)
{
    /// <summary>The points from <paramref name="startSecond"/> to <paramref name="endSecond"/>.</summary>
    public IEnumerable<ProbePoint> Between(double startSecond, double endSecond) =>
        Points.Where(point => point.Second >= startSecond && point.Second <= endSecond);
}

/// <summary>One sample.</summary>
/// <param name="Second">Second of the run's clock.</param>
/// <param name="Value">In the measure's unit.</param>
public readonly record struct ProbePoint(double Second, double Value);
