using LoadLab.Sdk;

namespace LoadLab.Core.Runs;

/// <summary>Drives load by a plan: the in-process engine, or k6.</summary>
public interface ILoadDriver
{
    /// <summary>Runs all phases.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="observer">Gets each second as it completes; called from one thread, never from the iteration path.</param>
    /// <param name="stop">Graceful end: no new iterations, drain, then return what was measured.</param>
    /// <exception cref="LoadLabException">A scenario's init threw (107), or the target cannot be reached (104).</exception>
    Task<LoadResult> RunAsync(LoadRequest request, ILoadObserver observer, CancellationToken stop);
}

/// <summary>What a load driver needs.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Scenarios">The scenarios that the plan's mixes name.</param>
/// <param name="BaseAddress">The target.</param>
/// <param name="Clock">The run's clock.</param>
public sealed record LoadRequest(RunPlan Plan, IReadOnlyList<ScenarioProps> Scenarios, Uri BaseAddress, RunClock Clock)
{
    /// <summary>Address of each instance of the target; virtual users take turns, and each keeps to its own.</summary>
    public IReadOnlyList<Uri> Instances { get; init; } = [BaseAddress];
}

/// <summary>Sees the load as it happens.</summary>
public interface ILoadObserver
{
    /// <summary>A second of a phase is complete. Its counts and histograms will not change.</summary>
    void OnSecond(LoadSecond second)
    {
    }

    /// <summary>A second of the generator's own health.</summary>
    void OnHealth(HealthSecond second)
    {
    }

    /// <summary>A phase has begun.</summary>
    void OnPhaseStarted(PhasePlan phase)
    {
    }

    /// <summary>Something for people: a scenario's log line, a first failure.</summary>
    void OnMessage(string message)
    {
    }
}

/// <summary>What the driver knows at the end, beside the seconds that it has handed over.</summary>
/// <param name="Phases">The phases that ran.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why, when it did not complete.</param>
public sealed record LoadResult(IReadOnlyList<PhaseResult> Phases, RunOutcome Outcome, string Reason);

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>All of the plan ran.</summary>
    Completed,

    /// <summary>The user stopped it.</summary>
    Interrupted,

    /// <summary>A scenario or a stop condition ended it.</summary>
    Stopped,

    /// <summary>LoadLab did not come to the end: killed, or it broke.</summary>
    Incomplete,
}

/// <summary>What a phase ended with.</summary>
public sealed record PhaseResult
{
    /// <summary>The phase.</summary>
    public required string Name { get; init; }

    /// <summary>Seconds of the run's clock at which the phase began, ramps included.</summary>
    public required double StartSecond { get; init; }

    /// <summary>Seconds of the run's clock at which its first measured segment began.</summary>
    public required double MeasureStartSecond { get; init; }

    /// <summary>Seconds of the run's clock at which its last measured segment ended by plan.</summary>
    public required double MeasureEndSecond { get; init; }

    /// <summary>Seconds that really passed from the measured start to the last measured completion, at least the plan's.</summary>
    public required double MeasuredSeconds { get; init; }

    /// <summary>Iterations whose intended start lay in a measured segment.</summary>
    public required Counts Measured { get; init; }

    /// <summary>All iterations, ramps included.</summary>
    public required Counts Whole { get; init; }

    /// <summary>Little's law over the measured part.</summary>
    public required LittlesLaw Little { get; init; }

    /// <summary>Status codes of each scenario and step, measured part: <c>scenario/step</c> to code to count.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> StatusCodes { get; init; }

    /// <summary>First message of each failure class of each scenario and step: <c>scenario/step/class</c> to message.</summary>
    public required IReadOnlyDictionary<string, string> FailureSamples { get; init; }

    /// <summary>Each kind of failure, measured or not; empty for a record that knows none apart.</summary>
    public IReadOnlyList<FailureCount> Failures { get; init => field = value ?? []; } = [];

    /// <summary>Where the iterations were that were still under way when the phase was cut off.</summary>
    public IReadOnlyList<CutOffCount> CutOff { get; init => field = value ?? []; } = [];

    /// <summary>Where scenarios kept threads busy for long without awaiting, while answers waited for a thread.</summary>
    public IReadOnlyList<BlockedStep> Blocked { get; init => field = value ?? []; } = [];

    /// <summary>Connections opened, TLS handshakes among them, and requests sent on the engine's clients.</summary>
    public required ConnectionCounts Connections { get; init; }
}

/// <summary>Connections of a phase.</summary>
/// <param name="Connects">TCP connections opened.</param>
/// <param name="TlsHandshakes">TLS handshakes done.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="WithoutFile">Connections that were not tried, because this process may not open that many files.</param>
/// <param name="Reconnects">
/// Requests that went over another connection without a failure: nothing of them was written when theirs was found closed, or the server provably had not
/// taken them up.
/// </param>
/// <param name="Resends">Requests that were lost with a used connection and sent once more, because the suite asks for it (<see cref="ResendPolicy.Idempotent"/>).</param>
public sealed record ConnectionCounts(long Connects, long TlsHandshakes, long Requests, long WithoutFile = 0, long Reconnects = 0, long Resends = 0)
{
    /// <summary>Share of requests that found an open connection, 0 to 1; NaN when no connection was ever made.</summary>
    public double ReuseRatio => Requests == 0 || Connects == 0 ? double.NaN : Math.Max(0, 1 - ((double)Connects / Requests));
}

/// <summary>
/// Little's law N = X · (R + Z) over a finite window (Little 2011, section 4), from figures counted apart: N by sampling each
/// millisecond, X by counting, R and Z by time stamps. What lies partly in the window counts with the part inside, so that the law
/// holds exactly, also for a load that is not steady.
/// </summary>
/// <param name="Users">N: virtual users (closed), or iterations in flight (open).</param>
/// <param name="ThroughputPerSecond">X: iterations of the window a second.</param>
/// <param name="ServiceSeconds">R: service time within the window for each of them.</param>
/// <param name="ThinkSeconds">Z: wait between iterations within the window for each of them; 0 in the open model.</param>
/// <param name="Iterations">Iterations that X, R and Z rest on.</param>
/// <param name="MeasuredSeconds">Length of the window.</param>
public sealed record LittlesLaw(
    double Users, double ThroughputPerSecond, double ServiceSeconds, double ThinkSeconds, long Iterations, double MeasuredSeconds)
{
    /// <summary>Seconds between two samples of N.</summary>
    public const double SampleSeconds = 0.001;

    /// <summary>X · (R + Z) / N; 1 when the law holds, NaN when there was no load. <see cref="StandardError"/> says how well this run can tell.</summary>
    public double Ratio => Users > 0 ? ThroughputPerSecond * (ServiceSeconds + ThinkSeconds) / Users : double.NaN;

    /// <summary>
    /// Standard error of <see cref="Ratio"/> when the law holds: sampling N each millisecond rounds each iteration's time by √(1/6) ms.
    /// Users of the closed model are always there, so sampling does not blur them.
    /// </summary>
    public double StandardError =>
        Iterations == 0 || ServiceSeconds + ThinkSeconds <= 0 ? double.PositiveInfinity
        : ThinkSeconds > 0 ? 0
        : SampleSeconds / Math.Sqrt(6.0 * Iterations) / ServiceSeconds;
}
