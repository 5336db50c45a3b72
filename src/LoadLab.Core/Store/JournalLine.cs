using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Store;

/// <summary>
/// A line of <c>journal.jsonl</c>, which grows while a run runs so that a kill loses a second at most. One of its parts is set.
/// The journal goes when <c>run.json</c> is there.
/// </summary>
internal sealed record JournalLine
{
    public JournalStart? Start { get; init; }

    /// <summary>A phase that was decided while the run ran.</summary>
    public PhasePlan? Phase { get; init; }

    public SecondDocument? Second { get; init; }

    /// <summary>What the histogram log had when the second was kept; null in journals of older versions.</summary>
    public FileSum? Log { get; init; }

    public HealthDocument? Health { get; init; }

    public JournalMeasure? Measure { get; init; }

    public JournalSample? Sample { get; init; }

    public FindingDocument? Finding { get; init; }

    /// <summary>A fault that began; a second line when it was mended.</summary>
    public FaultEvent? Fault { get; init; }
}

internal sealed record JournalStart(
    int SchemaVersion, string RunId, DateTimeOffset StartedAt, RunPlan Plan, IReadOnlyDictionary<string, string> Fingerprint);

/// <summary>Declares the measure that samples call by its number.</summary>
internal sealed record JournalMeasure(int Number, string Name, string Unit, string Aggregation, string Description);

internal sealed record JournalSample(int Number, double Second, double Value);
