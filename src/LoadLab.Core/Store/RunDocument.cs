using System.Text.Json.Serialization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Store;

/// <summary>The run document: <c>run.json</c>, and what <c>--json</c> prints. Times are milliseconds unless a name says otherwise.</summary>
internal sealed record RunDocument
{
    public required int SchemaVersion { get; init; }

    public required string RunId { get; init; }

    public required string Suite { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string Outcome { get; init; }

    public required string OutcomeReason { get; init; }

    /// <summary>The rule of the suite that ended the run early.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunStop? Stop { get; init; }

    /// <summary>The shards of a merged run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ShardDocument>? MergedFrom { get; init; }

    public required string? Decision { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    public required int? ExitCode { get; init; }

    /// <summary>The conditions of the run's rule; left out when it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ConditionDocument>? Conditions { get; init; }

    /// <summary>What a comparison with a baseline said; left out when the rule asks for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RegressionDocument? Regression { get; init; }

    public required ValidityDocument? Validity { get; init; }

    public required IReadOnlyList<VerdictDocument> Verdicts { get; init; }

    /// <summary>What the faults on purpose did and how the target came back; left out when the plan has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FaultOutcome>? FaultOutcomes { get; init; }

    /// <summary>How fast production's error budgets would be spent if this went on; left out when no such row was measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SustainedBurn>? BurnIfSustained { get; init; }

    /// <summary>What the production alerts of the catalogue would have done; left out when it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AlertOutcome>? Alerts { get; init; }

    /// <summary>What broke first, when an SLO was crossed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BottleneckAttribution? Attribution { get; init; }

    /// <summary>What a capacity search found; left out for other runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CapacityAnswer>? Capacity { get; init; }

    public required IReadOnlyList<PhaseDocument> Phases { get; init; }

    public required IReadOnlyList<ProbeDocument> Probes { get; init; }

    /// <summary>What the probes summed up at the end; left out when nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProbeTable>? Tables { get; init; }

    /// <summary>What the metrics and checks of a k6 script came to, under their k6 names; left out when none ran.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScriptResults? Script { get; init; }

    /// <summary>Metrics and checks of the scenarios, or of a k6 script, over their measured iterations; left out when they have none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomResults? Custom { get; init; }

    /// <summary>The driver whose results were imported: service times only; left out for LoadLab's own engine.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ForeignDriver? Driver { get; init; }

    /// <summary>The parts of the stack that were broken on purpose; left out when there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FaultEvent>? Faults { get; init; }

    /// <summary>What went wrong beside the load. Those that were judged stand in <see cref="Validity"/> too.</summary>
    public required IReadOnlyList<FindingDocument> Findings { get; init; }

    public required IReadOnlyDictionary<string, string> Fingerprint { get; init; }

    public required RunPlan Plan { get; init; }

    public required IReadOnlyList<SecondDocument> PerSecond { get; init; }

    public required IReadOnlyList<HealthDocument> Health { get; init; }

    /// <summary>What the file was sealed with; stands in <c>run.json</c> alone, and not in those of older versions. See <see cref="DocumentSeal"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SealDocument? Seal { get; init; }
}

internal sealed record ShardDocument(
    string RunId, int Index, DateTimeOffset StartedAt, IReadOnlyDictionary<string, string> Fingerprint, IReadOnlyList<HealthDocument> Health);

internal sealed record ConditionDocument(string Condition, string State, string Reason, int ExitCode);

internal sealed record RegressionDocument(IReadOnlyList<string> Baseline, string State, string Reason);

internal sealed record ValidityDocument(string Status, IReadOnlyList<FindingDocument> Findings);

internal sealed record FindingDocument(string Check, string Severity, string Seen, string Allowed, string Advice);

internal sealed record VerdictDocument
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Source { get; init; }

    public required string Tier { get; init; }

    public required string Verdict { get; init; }

    public required double? Measured { get; init; }

    public required double? Low { get; init; }

    public required double? High { get; init; }

    /// <summary>Null when the limit is no finite number.</summary>
    public required double? Limit { get; init; }

    public required string Comparison { get; init; }

    public required string Unit { get; init; }

    public required string Measure { get; init; }

    public required double? Percentile { get; init; }

    public required IReadOnlyList<string> Series { get; init; }

    public required long Samples { get; init; }

    public required string Phase { get; init; }

    public required int? FirstCrossedSecond { get; init; }

    public required string Reason { get; init; }

    public required bool Required { get; init; }
}

/// <summary>A probe's measure: its summary, then its samples as <c>[second, value]</c>.</summary>
internal sealed record ProbeDocument
{
    public required string Name { get; init; }

    public required string Unit { get; init; }

    public required string Aggregation { get; init; }

    public required string Description { get; init; }

    public required double? Min { get; init; }

    public required double? Mean { get; init; }

    public required double? Max { get; init; }

    public required double? Last { get; init; }

    /// <summary>Rise over all samples, for running totals: see <see cref="RunningTotal"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Delta { get; init; }

    /// <summary>How often the counter of a running total began anew; null for never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Restarts { get; init; }

    public required ProbePoints Points { get; init; }
}

/// <summary>The samples of a measure. A type of its own, so that they are written on one line.</summary>
internal sealed record ProbePoints(IReadOnlyList<double[]> Samples);

/// <summary>One second of a phase. <see cref="Lag"/> is a histogram of µs in the standard compressed encoding.</summary>
internal sealed record SecondDocument(
    int Second,
    string Phase,
    bool Measured,
    long Scheduled,
    long Started,
    long Dropped,
    long Ok,
    long Failed,
    long Interrupted,
    int VirtualUsers,
    double? InFlight,
    string Lag);

/// <summary>One second of the generator's health; null where the system does not say.</summary>
internal sealed record HealthDocument(
    int Second,
    double? ProcessCpu,
    double? MachineCpuRatio,
    double? GcPauseMs,
    long ThreadPoolQueue,
    double? CanaryLateMs,
    double? CanaryP99Ms,
    long WorkingSetBytes,
    double? TimerLateMs = null,
    double? ThreadWaitMs = null,
    long? CpuPeriods = null,
    long? ThrottledPeriods = null);
