using LoadLab.Core.Runs;

namespace LoadLab.Core.Forecast;

/// <summary>Whether a run will be able to decide an SLO.</summary>
public enum ForecastAnswer
{
    /// <summary>It brings at least the samples that a verdict needs.</summary>
    Decides,

    /// <summary>It brings too few, however good the target is.</summary>
    TooShort,

    /// <summary>As an earlier run went, it will bring too few.</summary>
    ProbablyTooShort,

    /// <summary>How many samples there will be is up to the scenario or the target.</summary>
    Depends,

    /// <summary>A run cannot measure it.</summary>
    NotMeasured,

    /// <summary>The suite does not offer what the row asks about, and is not held to it.</summary>
    OutOfScope,
}

/// <summary>What a phase will offer.</summary>
/// <param name="Plan">The phase.</param>
/// <param name="Users">Users held; 0 in the open model.</param>
/// <param name="RatePerSecond">Lowest arrival rate of the measured part; 0 in the closed model.</param>
/// <param name="Iterations">
/// Iterations of the measured part: arrivals in the open model; in the closed model as many as there are when an iteration takes
/// <see cref="RunForecast.Iteration"/> beside its think time. A scenario with several steps makes more requests.
/// </param>
public sealed record PhaseForecast(PhasePlan Plan, long Users, double RatePerSecond, double Iterations)
{
    /// <summary>Iterations a second of the measured part.</summary>
    public double IterationsPerSecond => Plan.MeasuredDuration > TimeSpan.Zero ? Iterations / Plan.MeasuredDuration.TotalSeconds : 0;
}

/// <summary>What can be said of an SLO before the run.</summary>
public sealed record SloForecast
{
    /// <summary>Id in the catalogue.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>True when a launch depends on it.</summary>
    public required bool Required { get; init; }

    /// <summary>Whether the run can decide it.</summary>
    public required ForecastAnswer Answer { get; init; }

    /// <summary>Fewest good samples with which it can pass; 0 when that is not the question.</summary>
    public long Needs { get; init; }

    /// <summary>Samples that the phase with the fewest will bring; null when nobody can know.</summary>
    public double? Brings { get; init; }

    /// <summary>How long that phase would have to be measured; null when that would not help or is long enough.</summary>
    public TimeSpan? Hold { get; init; }

    /// <summary>One sentence.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a run will offer and can decide.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Iteration">How long an iteration of a virtual user is taken to last beside its think time: the loosest required P95, or 1 s.</param>
/// <param name="Phases">In order.</param>
/// <param name="Slos">In the catalogue's order, those of the plan only.</param>
public sealed record RunForecast(RunPlan Plan, TimeSpan Iteration, IReadOnlyList<PhaseForecast> Phases, IReadOnlyList<SloForecast> Slos)
{
    /// <summary>What will probably not give what the user wants, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Longest time that the drains may add to the plan's duration.</summary>
    public TimeSpan MostDrain => TimeSpan.FromTicks(Phases.Sum(phase => phase.Plan.Drain.Ticks));

    /// <summary>0, or 96 when a required SLO cannot be decided.</summary>
    public ExitCode ExitCode =>
        Slos.Any(slo => slo.Required && slo.Answer is ForecastAnswer.TooShort or ForecastAnswer.NotMeasured) ? ExitCode.Inconclusive : ExitCode.Ok;
}
