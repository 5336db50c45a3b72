namespace LoadLab.K6.Metrics;

/// <summary>
/// What one virtual user measured and its metrics have not got yet. A request is a dozen samples: with a thread for each user, who took the lock of each metric
/// for each of them would wait for a thread that lost its processor while it held one. Thread-safe.
/// </summary>
/// <param name="gate">The lock of all metrics of the table.</param>
internal sealed class SampleBuffer(Lock gate)
{
    private const int Capacity = 256;

    private readonly Lock _lock = new();
    private readonly (MetricValues Metric, double Value)[] _samples = new (MetricValues, double)[Capacity];
    private int _count;

    public void Add(MetricValues metric, double value)
    {
        lock (_lock)
        {
            _samples[_count++] = (metric, value);
            if (_count == Capacity)
            {
                HandOver();
            }
        }
    }

    /// <summary>Gives the metrics what waits for them.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            HandOver();
        }
    }

    private void HandOver()
    {
        lock (gate)
        {
            foreach (var (metric, value) in _samples.AsSpan(0, _count))
            {
                metric.AddHeld(value);
            }
        }

        _count = 0;
    }
}
