using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

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
