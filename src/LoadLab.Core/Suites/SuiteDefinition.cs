using LoadLab.Core.Runs;

namespace LoadLab.Core.Suites;

/// <summary>A suite as read: every value of the right form, nothing decided yet.</summary>
internal sealed record SuiteDefinition
{
    public required string Name { get; init; }

    public required string Origin { get; init; }

    public required string Description { get; init; }

    public required string ScenarioAssembly { get; init; }

    /// <summary>One of <see cref="DriverWords"/>.</summary>
    public string Driver { get; init; } = DriverWords.Own;

    public required string Catalogue { get; init; }

    public required IReadOnlyList<string> Slos { get; init; }

    public required long Seed { get; init; }

    public required StackPlan Stack { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required IReadOnlyDictionary<string, string> Metrics { get; init; }

    public bool MetricsOff { get; init; }

    /// <summary>Empty only where a k6 script brings the load.</summary>
    public required IReadOnlyList<PhaseDefinition> Phases { get; init; }

    /// <summary>What the suite says of resending, for all phases; null for nothing.</summary>
    public ResendPolicy? Resend { get; init; }

    /// <summary>Share of requests that are sampled for tracing.</summary>
    public double TraceSample { get; init; }

    public required IReadOnlyList<AbortDefinition> Aborts { get; init; }

    public required StopRule? StopOn { get; init; }

    public required IReadOnlyList<FaultDefinition> Faults { get; init; }

    public IReadOnlyList<MaintenancePlan> Maintenance { get; init; } = [];

    /// <summary>Where each key of a mapping with free names stands: <c>settings.probes.backup</c>.</summary>
    public IReadOnlyDictionary<string, string> Places { get; init; } = new Dictionary<string, string>();

    /// <summary>Values that held variables, as they were written, by their dotted keys.</summary>
    public IReadOnlyDictionary<string, string> Written { get; init; } = RunPlan.NothingWritten;
}

/// <summary>An entry of <c>abort:</c> as read; null is: not given, or not readable and already told.</summary>
internal sealed record AbortDefinition(string Origin, string Slo, TimeSpan? After, TimeSpan? For);

/// <summary>An entry of <c>faults:</c> as read; null is: not given, or not readable and already told.</summary>
internal sealed record FaultDefinition
{
    public required string Origin { get; init; }

    /// <summary>Where each given key stands.</summary>
    public required IReadOnlyDictionary<string, string> Origins { get; init; }

    public required FaultKind Kind { get; init; }

    public required string? Role { get; init; }

    public required TimeSpan? At { get; init; }

    public required TimeSpan? For { get; init; }

    public required TimeSpan? RecoverWithin { get; init; }

    public required double? ErrorRatio { get; init; }

    public required TimeSpan? DrainWithin { get; init; }

    /// <summary>The key that says what happens: <c>stop</c> or <c>pause</c>.</summary>
    public string Verb => Kind == FaultKind.Stop ? "stop" : "pause";

    public string Where(string key) => Origins.GetValueOrDefault(key, Origin);

    public FaultPlan ToPlan() => new(Kind, Role!, At!.Value, For!.Value) { RecoverWithin = RecoverWithin, ErrorRatio = ErrorRatio, DrainWithin = DrainWithin };
}

/// <summary>A phase as read. Null is: not given, or not readable and already told.</summary>
internal sealed record PhaseDefinition
{
    public required string Name { get; init; }

    public required string Origin { get; init; }

    /// <summary>Where each given key stands.</summary>
    public required IReadOnlyDictionary<string, string> Origins { get; init; }

    public LoadModel? Model { get; init; }

    public long? Users { get; init; }

    public double? Rate { get; init; }

    public string? Arrivals { get; init; }

    public double? MinRate { get; init; }

    public double? MaxRate { get; init; }

    public ThinkTime? ThinkTime { get; init; }

    public TimeSpan? Pacing { get; init; }

    public TimeSpan? WarmUp { get; init; }

    public TimeSpan? Ramp { get; init; }

    public TimeSpan? Hold { get; init; }

    public long? Iterations { get; init; }

    /// <summary>Null for all scenarios of the assembly; a null weight is the scenario's own.</summary>
    public IReadOnlyList<(string Name, double? Weight)>? Scenarios { get; init; }

    public ConnectionPolicy? Connections { get; init; }

    public ResendPolicy? Resend { get; init; }

    public long? PreparedVirtualUsers { get; init; }

    public long? MaxVirtualUsers { get; init; }

    public TimeSpan? RequestTimeout { get; init; }

    public TimeSpan? Drain { get; init; }

    public TimeSpan? StartAt { get; init; }

    public IReadOnlyList<LoadSegment>? Simulations { get; init; }

    public bool Has(string key) => Origins.ContainsKey(key);

    public string Where(string key) => Origins.GetValueOrDefault(key, Origin);

    /// <summary>Keys that say a load, of those given.</summary>
    public IEnumerable<string> LoadKeys => new[] { "users", "rate", "minRate", "maxRate" }.Where(Has);
}
