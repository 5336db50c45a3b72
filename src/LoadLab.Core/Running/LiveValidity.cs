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
    private readonly LatencyHistogram _lag = new();
    private string _phase = "";
    private bool _wasMeasured;
    private bool _wasLate;
    private long _dropped;
    private int _seconds;
    private int _lateSeconds;

    /// <summary>Each check, and whether it holds so far.</summary>
    public IReadOnlyList<(string Check, bool Holds)> State =>
    [
        (ScheduleLag, !_wasLate && !IsLate),
        (Dropped, _dropped == 0),
        (Canary, _lateSeconds <= 1 || _lateSeconds <= ValidityLimits.CanaryLateSecondsRatio * _seconds),
    ];

    private bool IsLate
    {
        get
        {
            if (_lag.TotalCount == 0 || _lag.PercentileMicros(99) / 1000.0 <= _allowedLagMs)
            {
                return false;
            }

            var late = _lag.TotalCount - _lag.CountAtOrBelow((long)(_allowedLagMs * 1000));
            return late >= ValidityLimits.FewestLateStarts || (tightestLimitMs > 0 && _lag.MaxMicros / 1000.0 > tightestLimitMs);
        }
    }

    /// <summary>Takes a second of the load. Warm-up and ramps do not count.</summary>
    public void Add(LoadSecond second)
    {
        ArgumentNullException.ThrowIfNull(second);
        _wasMeasured = second.Measured;
        if (!second.Measured)
        {
            return;
        }

        if (second.Phase != _phase)
        {
            _wasLate |= IsLate;
            _lag.Reset();
            _phase = second.Phase;
        }

        _lag.Add(second.Lag);
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
}
