using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Terminal;

/// <summary>What the live view shows, gathered from the run's events. Keeps the last seconds only. Not thread-safe.</summary>
internal sealed class LiveState
{
    /// <summary>Seconds that rates and percentiles look back.</summary>
    private const int WindowSeconds = 5;

    private readonly Queue<LoadSecond> _window = new();
    private readonly HashSet<string> _withSteps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _probes = new(StringComparer.Ordinal);
    private readonly LatencyHistogram _merged = new();

    public RunPlan? Plan { get; private set; }

    public PhasePlan? Phase { get; private set; }

    public HealthSecond? Health { get; private set; }

    /// <summary>Seconds of load that are complete.</summary>
    public int CompleteSeconds { get; private set; }

    public int VirtualUsers { get; private set; }

    /// <summary>Failed requests that count in the figures.</summary>
    public long Failed { get; private set; }

    /// <summary>Those of ramps and warm-up, which do not.</summary>
    public long FailedOutside { get; private set; }

    public long Dropped { get; private set; }

    /// <summary>Requests that ended a second; NaN while no second is complete.</summary>
    public double RequestsPerSecond { get; private set; } = double.NaN;

    /// <summary>True when the driver tells of no response time: then the times are service times.</summary>
    public bool HasServiceTimeOnly => Plan?.Driver is not null;

    /// <summary>Response time over the window in ms; NaN while there is none.</summary>
    public double P50 { get; private set; } = double.NaN;

    /// <summary>As <see cref="P50"/>.</summary>
    public double P95 { get; private set; } = double.NaN;

    /// <summary>P99 of the last second's schedule lag in ms; NaN while nothing has started.</summary>
    public double LagP99 { get; private set; } = double.NaN;

    public double Probe(string name) => _probes.GetValueOrDefault(name, double.NaN);

    public void Apply(RunPlan plan) => Plan = plan;

    public void Apply(PhasePlan phase)
    {
        Phase = phase;
        _window.Clear();
    }

    public void Apply(HealthSecond health) => Health = health;

    public void Apply(Measure measure, ProbePoint point) => _probes[measure.Name] = point.Value;

    public void Apply(LoadSecond second)
    {
        CompleteSeconds = Math.Max(CompleteSeconds, second.Second + 1);
        VirtualUsers = second.VirtualUsers;
        Dropped += second.Counts.Dropped;
        foreach (var slice in second.Slices)
        {
            if (slice.Key.Step != SeriesKey.WholeIteration)
            {
                _withSteps.Add(slice.Key.Scenario);
            }
        }

        foreach (var slice in second.Slices)
        {
            var failed = IsRequest(slice.Key) && slice.Key.Class != ResultClasses.Ok ? slice.Service.TotalCount : 0;
            Failed += slice.Key.Measured ? failed : 0;
            FailedOutside += slice.Key.Measured ? 0 : failed;
        }

        _window.Enqueue(second);
        while (_window.Peek().Second <= second.Second - WindowSeconds)
        {
            _window.Dequeue();
        }

        LagP99 = P99(second.Lag);
        Summarise();
    }

    private bool IsRequest(SeriesKey key) => key.Step != SeriesKey.WholeIteration || !_withSteps.Contains(key.Scenario);

    private double P99(PackedHistogram histogram)
    {
        // One histogram for everything: a new one a second would be 190 kB of garbage a second beside the load.
        _merged.Reset();
        _merged.Add(histogram);
        return _merged.TotalCount == 0 ? double.NaN : _merged.PercentileMicros(99) / 1000.0;
    }

    private void Summarise()
    {
        _merged.Reset();
        long requests = 0;
        var first = int.MaxValue;
        foreach (var second in _window)
        {
            first = Math.Min(first, second.Second);
            foreach (var slice in second.Slices)
            {
                if (!IsRequest(slice.Key))
                {
                    continue;
                }

                requests += slice.Service.TotalCount;
                if (ResultClasses.CountsForResponseTime(slice.Key.Class))
                {
                    _merged.Add(HasServiceTimeOnly ? slice.Service : slice.Response);
                }
            }
        }

        RequestsPerSecond = (double)requests / Math.Max(1, CompleteSeconds - first);
        P50 = _merged.TotalCount == 0 ? double.NaN : _merged.PercentileMicros(50) / 1000.0;
        P95 = _merged.TotalCount == 0 ? double.NaN : _merged.PercentileMicros(95) / 1000.0;
    }
}
