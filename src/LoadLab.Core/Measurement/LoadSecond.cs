using LoadLab.Core.Cgroups;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Measurement;

/// <summary>
/// Counts of iterations. Always: <c>Scheduled = Started + Dropped</c> and, once a phase has drained,
/// <c>Started = Ok + Failed + Interrupted</c>.
/// </summary>
public readonly record struct Counts(long Scheduled, long Started, long Dropped, long Ok, long Failed, long Interrupted)
{
    /// <summary>Adds field by field.</summary>
    public static Counts operator +(Counts a, Counts b) => new(
        a.Scheduled + b.Scheduled,
        a.Started + b.Started,
        a.Dropped + b.Dropped,
        a.Ok + b.Ok,
        a.Failed + b.Failed,
        a.Interrupted + b.Interrupted);

    /// <summary>Adds field by field.</summary>
    public static Counts Add(Counts left, Counts right) => left + right;

    /// <summary>True when nothing vanished.</summary>
    public bool AddUp => Scheduled == Started + Dropped && Started == Ok + Failed + Interrupted;
}

/// <summary>What a histogram is of.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Step">The step; <see cref="WholeIteration"/> for the iteration.</param>
/// <param name="Class"><see cref="ResultClasses.Ok"/>, or the class of the failure.</param>
/// <param name="Measured">False for warm-up and ramps.</param>
public sealed record SeriesKey(string Phase, string Scenario, string Step, string Class, bool Measured)
{
    /// <summary>The step name of an iteration as a whole.</summary>
    public const string WholeIteration = "*";
}

/// <summary>Classes of results: one of success, the rest of failure.</summary>
public static class ResultClasses
{
    /// <summary>Succeeded.</summary>
    public const string Ok = "ok";

    /// <summary>No answer in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>No connection.</summary>
    public const string Refused = "refused";

    /// <summary>Connection lost.</summary>
    public const string Reset = "reset";

    /// <summary>Not valid HTTP.</summary>
    public const string Protocol = "protocol";

    /// <summary>Answered with a status of 500 or above.</summary>
    public const string Status5xx = "status-5xx";

    /// <summary>Answered with any other status that means failure.</summary>
    public const string StatusOther = "status";

    /// <summary>The scenario rejected the answer.</summary>
    public const string Check = "check";

    /// <summary>The scenario threw.</summary>
    public const string Exception = "exception";

    /// <summary>
    /// True for results whose response time counts for a response-time SLO: those that succeeded, and those that timed out.
    /// Fast failures cannot flatter a percentile, and timeouts cannot hide from it; failures have error-ratio SLOs of their own. Where there is a limit, failures
    /// that took longer than it count too: see <see cref="CensoredTimes"/>.
    /// </summary>
    public static bool CountsForResponseTime(string resultClass) => resultClass is Ok or Timeout;
}

/// <summary>The response and service times of one series in one second, by the second in which they were done.</summary>
/// <param name="Second">Whole second of the run's clock.</param>
/// <param name="Key">What it is of.</param>
/// <param name="Response">done − intended; empty where the driver does not tell when it was meant to start.</param>
/// <param name="Service">done − started, of every result: its count is that of the results.</param>
public sealed record LoadSlice(int Second, SeriesKey Key, PackedHistogram Response, PackedHistogram Service);

/// <summary>One second of one phase, as the engine hands it over and the record keeps it.</summary>
public sealed record LoadSecond
{
    /// <summary>Whole second of the run's clock.</summary>
    public required int Second { get; init; }

    /// <summary>The phase.</summary>
    public required string Phase { get; init; }

    /// <summary>True when the phase's load was in a measured segment at the end of this second.</summary>
    public required bool Measured { get; init; }

    /// <summary>What happened to iterations in this second; starts by start, ends by end.</summary>
    public required Counts Counts { get; init; }

    /// <summary>Virtual users at the end of the second: alive in the closed model, busy in the open one.</summary>
    public required int VirtualUsers { get; init; }

    /// <summary>Iterations in flight, averaged over the second's samples; NaN when there was no sample.</summary>
    public required double InFlight { get; init; }

    /// <summary>Schedule lag of the starts of this second.</summary>
    public required PackedHistogram Lag { get; init; }

    /// <summary>Histograms; only series that had results.</summary>
    public required IReadOnlyList<LoadSlice> Slices { get; init; }
}

/// <summary>One second of the generator's own health.</summary>
/// <param name="Second">Whole second of the run's clock.</param>
/// <param name="ProcessCpu">CPU seconds a second used by this process: 1 is one core.</param>
/// <param name="MachineCpuRatio">Share of all cores busy, 0 to 1; NaN where the system does not say.</param>
/// <param name="GcPauseMs">Time in which the garbage collector stopped everything, in milliseconds.</param>
/// <param name="ThreadPoolQueue">Work items waiting in the thread pool at the end of the second.</param>
/// <param name="CanaryLateMs">Latest wake-up of a 1 ms timer in this second, or longest wait of an answer for a thread, in milliseconds.</param>
/// <param name="CanaryP99Ms">P99 of its lateness in this second, in milliseconds.</param>
/// <param name="WorkingSetBytes">Memory of this process.</param>
public sealed record HealthSecond(
    int Second,
    double ProcessCpu,
    double MachineCpuRatio,
    double GcPauseMs,
    long ThreadPoolQueue,
    double CanaryLateMs,
    double CanaryP99Ms,
    long WorkingSetBytes)
{
    /// <summary>Latest wake-up of the timer alone, in milliseconds; NaN for a run that did not tell it apart.</summary>
    public double TimerLateMs { get; init; } = double.NaN;

    /// <summary>Longest wait of an answer for a free thread, in milliseconds; NaN for a run that did not tell it apart.</summary>
    public double ThreadWaitMs { get; init; } = double.NaN;

    /// <summary>What the CPU quota of the generator's cgroup did in this second; null where there is none.</summary>
    public Throttling? Throttling { get; init; }
}
