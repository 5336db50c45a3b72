using LoadLab.Core.Evaluation.ValidityChecks;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Running;

/// <summary>
/// What can be said of a run's validity while it runs: the checks whose figures come second by second. It is a hint for people who watch; the record's own
/// validity is judged at the end, with every check. Not thread-safe.
/// </summary>
/// <param name="tightestLimitMs">The tightest response-time limit of the run's SLOs; 0 when there is none.</param>
public sealed class LiveValidity(double tightestLimitMs)
{
    /// <summary>Starts behind schedule: the phase that is the latest counts.</summary>
    public const string ScheduleLag = "schedule-lag";

    /// <summary>Arrivals that never started.</summary>
    public const string Dropped = "dropped";

    /// <summary>A generator that is late itself.</summary>
    public const string Canary = "canary";

    private readonly double _allowedLagMs = Math.Max(ValidityLimits.LagFloorMs, ValidityLimits.LagShareOfLimit * tightestLimitMs);
    // Phases may run at once: each has its own.
    private readonly Dictionary<string, LatencyHistogram> _lags = new(StringComparer.Ordinal);
    private bool _wasMeasured;
    private long _dropped;
    private int _seconds;
    private int _lateSeconds;

    /// <summary>Each check, and whether it holds so far.</summary>
    public IReadOnlyList<(string Check, bool Holds)> State =>
    [
        (ScheduleLag, !_lags.Values.Any(IsLate)),
        (Dropped, _dropped == 0),
        (Canary, _lateSeconds <= 1 || _lateSeconds <= ValidityLimits.CanaryLateSecondsRatio * _seconds),
    ];

    /// <summary>Takes a second of the load. Warm-up and ramps do not count.</summary>
    public void Add(LoadSecond second)
    {
        ArgumentNullException.ThrowIfNull(second);
        _wasMeasured = second.Measured;
        if (!second.Measured)
        {
            return;
        }

        if (!_lags.TryGetValue(second.Phase, out var lag))
        {
            _lags[second.Phase] = lag = new LatencyHistogram();
        }

        lag.Add(second.Lag);
        _dropped += second.Counts.Dropped;
    }

    /// <summary>Takes a second of the generator's health.</summary>
    public void Add(HealthSecond health)
    {
        ArgumentNullException.ThrowIfNull(health);
        if (_wasMeasured)
        {
            _seconds++;
            _lateSeconds += health.CanaryP99Ms > ValidityLimits.CanaryP99Ms ? 1 : 0;
        }
    }

    private bool IsLate(LatencyHistogram lag)
    {
        if (lag.TotalCount == 0 || lag.PercentileMicros(99) / 1000.0 <= _allowedLagMs)
        {
            return false;
        }

        var late = lag.TotalCount - lag.CountAtOrBelow((long)(_allowedLagMs * 1000));
        return late >= ValidityLimits.FewestLateStarts || (tightestLimitMs > 0 && lag.MaxMicros / 1000.0 > tightestLimitMs);
    }
}
