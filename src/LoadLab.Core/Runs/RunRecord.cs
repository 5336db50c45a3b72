using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>
/// All that a run measured. Everything said about a run later is a pure function of this and a catalogue.
/// Kept in <c>run.json</c> beside the histogram log that holds <see cref="Slices"/>.
/// </summary>
public sealed record RunRecord
{
    /// <summary>Version of the record's schema. A change of meaning is a new version.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Unique, sortable: UTC time, suite, random part.</summary>
    public required string RunId { get; init; }

    /// <summary>When the load began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The plan.</summary>
    public required RunPlan Plan { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Why, when it did not complete.</summary>
    public string OutcomeReason { get; init; } = "";

    /// <summary>The rule of the suite that ended it; null when none did.</summary>
    public RunStop? Stop { get; init; }

    /// <summary>The shards that this run was merged from; empty when it was made in one piece.</summary>
    public IReadOnlyList<ShardRecord> MergedFrom { get; init; } = [];

    /// <summary>Machine, generator and stack, sorted by key: <c>cpu.model</c>, <c>postgres.version</c>, <c>postgres.fsync</c> …</summary>
    public required IReadOnlyDictionary<string, string> Fingerprint { get; init; }

    /// <summary>The phases that ran.</summary>
    public required IReadOnlyList<PhaseResult> Phases { get; init; }

    /// <summary>Every second of every phase. <see cref="LoadSecond.Slices"/> are empty here: they stand in <see cref="Slices"/>.</summary>
    public required IReadOnlyList<LoadSecond> Seconds { get; init; }

    /// <summary>Histograms a second.</summary>
    public required IReadOnlyList<LoadSlice> Slices { get; init; }

    /// <summary>The generator's own health a second.</summary>
    public required IReadOnlyList<HealthSecond> Health { get; init; }

    /// <summary>What the probes saw.</summary>
    public required IReadOnlyList<ProbeSeries> Probes { get; init; }

    /// <summary>What the probes summed up at the end.</summary>
    public IReadOnlyList<ProbeTable> Tables { get; init => field = value ?? []; } = [];

    /// <summary>What the metrics and checks of a k6 script came to; null when none ran.</summary>
    public ScriptResults? Script { get; init; }

    /// <summary>The driver that made the load, run by LoadLab or imported; null for LoadLab's own engine.</summary>
    public ForeignDriver? Driver { get; init; }

    /// <summary>True when nothing says when requests were meant to start, so that there is no response time.</summary>
    public bool HasServiceTimeOnly => Driver is not null;

    /// <summary>True when the plan says which load was offered; false for imported results.</summary>
    public bool HasPlan => Driver is null or { WasRun: true };

    /// <summary>The parts of the stack that were broken on purpose.</summary>
    public IReadOnlyList<FaultEvent> Faults { get; init => field = value ?? []; } = [];

    /// <summary>What went wrong beside the load: a probe that failed, a process that ended.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
