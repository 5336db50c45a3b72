using System.Text.Json.Serialization;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Core.Runs;

/// <summary>Everything that decides a run, resolved and checked. Made by the planner, kept in the record.</summary>
public sealed record RunPlan
{
    /// <summary>Name of the suite.</summary>
    public required string Suite { get; init; }

    /// <summary>What the suite is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Seed of arrivals, data and think times.</summary>
    public required long Seed { get; init; }

    /// <summary>Path of the scenario assembly.</summary>
    public required string ScenarioAssembly { get; init; }

    /// <summary>The stack to start or to use.</summary>
    public required StackPlan Stack { get; init; }

    /// <summary>Settings that scenarios read.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The phases; one after the other unless a phase says when it starts.</summary>
    public required IReadOnlyList<PhasePlan> Phases { get; init; }

    /// <summary>Name of the catalogue that judges the run.</summary>
    public required string Catalogue { get; init; }

    /// <summary>SLOs to judge; empty for all of the catalogue.</summary>
    public IReadOnlyList<string> Slos { get; init; } = [];

    /// <summary>Measures scraped from the target's <c>/metrics</c>: measure name to metric selector. Empty for the reference LMS's own.</summary>
    public IReadOnlyDictionary<string, string> Metrics { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True when the target's metrics are not scraped: the suite says <c>metrics: off</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MetricsOff { get; init; }

    /// <summary>What <c>--set</c> changed.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Labels given to the run.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Which part of the plan this process runs.</summary>
    public ShardPlan Shard { get; init; } = ShardPlan.Whole;

    /// <summary>Wall-clock time of second 0, the same for all shards; null for as soon as all is ready.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>SLOs that end the run when they fail while it runs.</summary>
    public IReadOnlyList<AbortRule> Aborts { get; init => field = value ?? []; } = [];

    /// <summary>Ends the run when too much fails; null for never.</summary>
    public StopRule? StopOn { get; init; }

    /// <summary>Parts of the stack to break while the load runs.</summary>
    public IReadOnlyList<FaultPlan> Faults { get; init => field = value ?? []; } = [];

    /// <summary>The rule that it is decided by; null: GO says that the run is valid and the required SLOs passed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChangePlan? Change { get; init; }

    /// <summary>When alerts are expected.</summary>
    public IReadOnlyList<MaintenancePlan> Maintenance { get; init => field = value ?? []; } = [];

    /// <summary>The search whose steps the phases are; null for a run of the suite's phases.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CapacityPlan? Capacity { get; init; }

    /// <summary>How it was asked for; null in records of before this was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunInvocation? Invocation { get; init; }

    /// <summary>The k6 script that it runs; null for scenarios from an assembly.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScriptPlan? Script { get; init; }

    /// <summary>The driver that makes the load; null for LoadLab's own engine.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ForeignDriver? Driver { get; init; }

    /// <summary>Share of the engine's requests that carry a <c>traceparent</c> header with the sampled flag, 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double TraceSample { get; init; }

    /// <summary>Limits on the requests of an ad hoc load: <c>p99</c> to <c>&lt;200ms</c>. Null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Limits { get; init; }

    /// <summary>The metrics that scenarios name, as measures: <c>counter.orders</c>. Null when none names any. Not kept.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? CustomMetrics { get; init; }

    /// <summary>The suite's folder, for scenarios that read files; empty where there is no suite. Not kept.</summary>
    [JsonIgnore]
    public string SuiteDirectory { get; init; } = "";

    /// <summary>Values that held variables, as they were written, by their dotted keys. Takes their place in the record.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Written { get; init; } = NothingWritten;

    /// <summary>What must not be shown, wherever it comes from: a target may send a token back in its message. Not kept; null for nothing.</summary>
    [JsonIgnore]
    public Variables? Hidden { get; init; }

    /// <summary>For a plan without variables.</summary>
    internal static IReadOnlyDictionary<string, string> NothingWritten { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Length of all phases, without drains and iteration-bound parts.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(Phases.Sum(phase => phase.Duration.Ticks));
}

/// <summary>Shard <paramref name="Index"/> of <paramref name="Count"/>: arrival k belongs to shard k mod n, users likewise.</summary>
public sealed record ShardPlan(int Index, int Count)
{
    /// <summary>Most shards of a plan.</summary>
    public const int MostShards = 10_000;

    /// <summary>True when others run the rest of the plan.</summary>
    public bool IsPart => Count > 1;

    /// <summary>All of it.</summary>
    public static ShardPlan Whole { get; } = new(0, 1);

    /// <summary>As on the command line: <c>0/2</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Index}/{Count}");
}

/// <summary>Open or closed: the two kinds of load.</summary>
public enum LoadModel
{
    /// <summary>A number of virtual users; each starts its next iteration after the last has ended.</summary>
    Closed,

    /// <summary>Iterations start at a rate, whatever the target does.</summary>
    Open,
}

/// <summary>Whose connections the virtual users use.</summary>
public enum ConnectionPolicy
{
    /// <summary>Each virtual user keeps its own, as a browser does.</summary>
    PerUser,

    /// <summary>One pool for all.</summary>
    Shared,
}

/// <summary>Whether a request that was lost with its connection is sent once more.</summary>
public enum ResendPolicy
{
    /// <summary>Never: once a byte of it may have reached the server, its loss is a failure.</summary>
    Never,

    /// <summary>
    /// Only where the method is idempotent (RFC 9110, section 9.2.2), and a connection that was used before was lost before the first byte of
    /// an answer; once. Each is counted.
    /// </summary>
    Idempotent,
}

/// <summary>One phase: a mix of scenarios under one load.</summary>
public sealed record PhasePlan
{
    /// <summary>Name, unique in the plan.</summary>
    public required string Name { get; init; }

    /// <summary>Open or closed; all <see cref="Segments"/> are of this model.</summary>
    public required LoadModel Model { get; init; }

    /// <summary>Scenarios and their shares.</summary>
    public required IReadOnlyList<ScenarioShare> Mix { get; init; }

    /// <summary>The load over time.</summary>
    public required IReadOnlyList<LoadSegment> Segments { get; init; }

    /// <summary>Start after the run's start; null for when the phase before has ended.</summary>
    public TimeSpan? StartAt { get; init; }

    /// <summary>Most virtual users at once. An arrival above it is dropped and counted.</summary>
    public required int MaxVirtualUsers { get; init; }

    /// <summary>Open model: virtual users that exist from the start and take turns, so that sessions are real ones.</summary>
    public int PreparedVirtualUsers { get; init; } = 1;

    /// <summary>Whose connections.</summary>
    public required ConnectionPolicy Connections { get; init; }

    /// <summary>Whether a request that was lost with its connection is sent once more.</summary>
    public ResendPolicy Resend { get; init; }

    /// <summary>Closed model: wait between two iterations of a user.</summary>
    public ThinkTime ThinkTime { get; init; } = ThinkTime.None;

    /// <summary>Closed model: a user's first iteration starts after a wait too, as if it had been there before. Else all of a step begin at once, which no steady state does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StartsThinking { get; init; }

    /// <summary>Closed model: time between two intended starts of a user's iterations; what is overdue starts at once. Null for none.</summary>
    public TimeSpan? Pacing { get; init; }

    /// <summary>Closed model: iterations of each user; null when users share the iterations, or time ends them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IterationsPerUser { get; init; }

    /// <summary>A request without an answer for this long has failed.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the end waits for iterations in flight.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Measured seconds that it was to have, where it may be ended before its time; null where the segments say it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ToHoldSeconds { get; init; }

    /// <summary>Limits from the code of the mix's scenarios.</summary>
    public IReadOnlyList<ThresholdPlan> Thresholds { get; init => field = value ?? []; } = [];

    /// <summary>Length of all segments.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(Segments.Sum(segment => segment.Simulation.During.Ticks));

    /// <summary>Length of the measured segments.</summary>
    public TimeSpan MeasuredDuration => TimeSpan.FromTicks(Segments.Where(s => s.Measured).Sum(segment => segment.Simulation.During.Ticks));
}

/// <summary>A part of a phase's load.</summary>
/// <param name="Simulation">The load.</param>
/// <param name="Measured">False for warm-up and ramps: run, and left out of every figure.</param>
public sealed record LoadSegment(LoadSimulation Simulation, bool Measured);

/// <summary>A scenario's share of a phase.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Weight">Above 0; relative to the other weights.</param>
public sealed record ScenarioShare(string Scenario, double Weight);

/// <summary>How think time varies.</summary>
public enum ThinkTimeDistribution
{
    /// <summary>Always the mean.</summary>
    Constant,

    /// <summary>Uniform from half to one and a half of the mean.</summary>
    Uniform,

    /// <summary>Negative exponential, cut at ten times the mean as in TPC-C 5.2.5.4.</summary>
    Exponential,
}

/// <summary>Wait of a virtual user between iterations.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Distribution">How it varies.</param>
public sealed record ThinkTime(TimeSpan Mean, ThinkTimeDistribution Distribution)
{
    /// <summary>No wait.</summary>
    public static ThinkTime None { get; } = new(TimeSpan.Zero, ThinkTimeDistribution.Constant);
}
