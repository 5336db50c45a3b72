using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>What a probe has to say at the end of a run.</summary>
/// <param name="Tables">Its tables, the most important first.</param>
/// <param name="Findings">What it may not read or could not, with what to do about it.</param>
public sealed record ProbeSummary(IReadOnlyList<ProbeTable> Tables, IReadOnlyList<Finding> Findings)
{
    /// <summary>Nothing to say.</summary>
    public static ProbeSummary Empty { get; } = new([], []);

    /// <summary>Samples that were held back while it was not known whether what they are of exists. It is known now.</summary>
    public IReadOnlyList<FinalSample> Late { get; init; } = [];

    /// <summary>For those of its findings that tell of a part that started anew: what is said instead when the suite's faults had it started.</summary>
    public IReadOnlyList<PlannedRestart> Restarts { get; init; } = [];
}
