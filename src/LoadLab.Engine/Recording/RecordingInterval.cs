using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Engine.Recording;

/// <summary>What one thread recorded of one phase between two harvests. Written by its thread, read by the collector after the swap.</summary>
internal sealed class RecordingInterval
{
    /// <summary>Series that keep their memory from second to second; of thousands of names, most are seen once.</summary>
    private const int KeptSeries = 8_000;

    private readonly SeriesCell?[][] _cells;
    private MetricCell?[] _metrics = [];

    public RecordingInterval(int scenarios) => _cells = [.. Enumerable.Range(0, scenarios).Select(_ => new SeriesCell?[64])];

    /// <summary>Counts of iterations that are measured (1) and that are not (0).</summary>
    public MutableCounts[] Counts { get; } = new MutableCounts[2];

    public LatencyHistogram Lag { get; } = new();

    /// <summary>Ticks of service time within the measured windows, of all iterations.</summary>
    public long ServiceTicks { get; set; }

    /// <summary>Ticks of waiting between iterations within the measured windows.</summary>
    public long ThinkTicks { get; set; }

    /// <summary>Time stamp of the last measured end.</summary>
    public long LastDone { get; set; }

    /// <summary>What metrics and checks got, by their numbers.</summary>
    public ReadOnlySpan<MetricCell?> Metrics => _metrics;

    /// <summary>The cell of a metric.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="isTrend">Whether it is a trend.</param>
    public MetricCell Metric(int index, bool isTrend)
    {
        var cells = _metrics;
        return index < cells.Length && cells[index] is { } cell ? cell : AddMetric(index, isTrend);
    }

    public SeriesCell Cell(int scenario, int series)
    {
        var cells = _cells[scenario];
        return series < cells.Length && cells[series] is { } cell ? cell : AddCell(scenario, series);
    }

    public SeriesCell?[] CellsOf(int scenario) => _cells[scenario];

    public void Reset()
    {
        Array.Clear(Counts);
        Lag.Reset();
        ServiceTicks = 0;
        ThinkTicks = 0;
        LastDone = 0;
        foreach (var metric in _metrics)
        {
            metric?.Reset();
        }

        foreach (var cells in _cells)
        {
            for (var i = 0; i < cells.Length && i < KeptSeries; i++)
            {
                cells[i]?.Reset();
            }

            if (cells.Length > KeptSeries)
            {
                Array.Clear(cells, KeptSeries, cells.Length - KeptSeries);
            }
        }
    }

    private MetricCell AddMetric(int index, bool isTrend)
    {
        if (index >= _metrics.Length)
        {
            Array.Resize(ref _metrics, Math.Max(index + 1, _metrics.Length * 2));
        }

        return _metrics[index] ??= new MetricCell(isTrend);
    }

    private SeriesCell AddCell(int scenario, int series)
    {
        if (series >= _cells[scenario].Length)
        {
            Array.Resize(ref _cells[scenario], Math.Max(series + 1, _cells[scenario].Length * 2));
        }

        return _cells[scenario][series] ??= new SeriesCell();
    }
}

/// <summary>Counts while they are being counted.</summary>
internal struct MutableCounts
{
    public long Scheduled;
    public long Started;
    public long Dropped;
    public long Ok;
    public long Failed;
    public long Interrupted;

    public readonly Counts ToCounts() => new(Scheduled, Started, Dropped, Ok, Failed, Interrupted);
}
