using LoadLab.Core.Evaluation.Slos;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>The thresholds of the checks, each with its reason.</summary>
internal static class ValidityLimits
{
    /// <summary>Schedule lag P99 that is always allowed: what a busy desktop's scheduler does to any process.</summary>
    public const double LagFloorMs = 10;

    /// <summary>Share of the tightest response-time limit that the generator's own lateness may take.</summary>
    public const double LagShareOfLimit = 0.05;

    /// <summary>
    /// Late starts below which no percentile can fail by them: the lower end of a 95 % interval of a P99 lies so far below the largest sample that at least
    /// this many lie above it in any run that is large enough to pass.
    /// </summary>
    public const long FewestLateStarts = 5;

    /// <summary>Iterations below which not even a median has an interval with two ends: nothing passes with fewer.</summary>
    public static long FewestToPass { get; } = Statistics.SampleSize.ForPercentile(50);

    /// <summary>Least share of the planned arrivals: one in a hundred missing is seen in a P99.</summary>
    public const double LeastAchievedRatio = CapacityJudge.LeastAchievedRatio;

    /// <summary>Lateness P99 of the 1 ms timer within a second above which that second was not measured well.</summary>
    public const double CanaryP99Ms = 20;

    /// <summary>
    /// Share of measured seconds that may be such ones. Percentiles of seconds cannot be merged, and a single pause of the kernel or
    /// of the garbage collector makes a second's P99: it takes more than one in twenty, and more than one at all, to shape a result.
    /// </summary>
    public const double CanaryLateSecondsRatio = 0.05;

    /// <summary>Share of iterations that may be cut off: a tenth of what a P99 leaves above itself.</summary>
    public const double CutOffRatio = 0.001;

    /// <summary>A wake-up this late is a pause of the process: no scheduler of a machine that is merely busy does that.</summary>
    public const double PauseMs = 250;

    /// <summary>Share of the measured time that pauses may take: what stood still for longer is in the P99.</summary>
    public const double PausedRatio = 0.01;

    /// <summary>Share by which Little's law may be off.</summary>
    public const double LittleTolerance = 0.05;

    /// <summary>
    /// Users by which the law may be off whatever the share: the thread that samples N once a millisecond is late now and then, mostly when
    /// a request is under way, and of a few hundredths of a user that is more than 5 %.
    /// </summary>
    public const double LittleLeastUsers = 0.05;

    /// <summary>Iterations below which chance alone puts Little's law off by that much: 1/√400 = 5 %.</summary>
    public const long LittleFewestIterations = 400;

    /// <summary>Window below which the law says nothing of the generator: in so short a run the start alone is 5 % of it.</summary>
    public const double LittleLeastSeconds = 1;

    /// <summary>Standard error above which a run cannot tell: 5 % is then less than two and a half of them.</summary>
    public const double LittleStandardError = 0.02;

    /// <summary>Machine CPU above which generator and target fight for it.</summary>
    public const double MachineCpuRatio = 0.95;

    /// <summary>Time in a second for which the garbage collector may stop the generator.</summary>
    public const double GcPauseMs = 50;

    /// <summary>Share of measured seconds past a warning's limit that is worth a warning.</summary>
    public const double WarnedSecondsRatio = 0.1;
}
