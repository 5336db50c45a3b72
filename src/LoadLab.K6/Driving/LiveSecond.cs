using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.K6.Driving;

/// <summary>A second of a phase that is not complete yet.</summary>
internal sealed class LiveSecond
{
    private readonly Dictionary<SeriesKey, LatencyHistogram> _times = [];

    public Counts Counts { get; set; }

    public LatencyHistogram Lag { get; } = new();

    /// <summary>The users that k6 told in this second; null for none.</summary>
    public int? Users { get; set; }

    public void Add(SeriesKey key, double milliseconds)
    {
        if (!_times.TryGetValue(key, out var times))
        {
            _times[key] = times = new LatencyHistogram();
        }

        times.Record(Micros(milliseconds));
    }

    /// <summary>The service times; nothing says what the response times were.</summary>
    public IReadOnlyList<LoadSlice> ToSlices(int second) => [.. _times.Select(pair => new LoadSlice(second, pair.Key, PackedHistogram.Empty, pair.Value.Pack()))];

    internal static long Micros(double milliseconds) => (long)Math.Clamp(Math.Round(milliseconds * 1000), 0, HistogramLayout.HighestTrackableMicros);
}
