using System.Runtime.InteropServices;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.K6.Results;

/// <summary>
/// Service times by second and series. Only the last seconds are open, as counts of the values that were seen; those before are packed, so that memory
/// follows the length of the run and not that of the file. A point that comes late opens its second again.
/// </summary>
internal sealed class SliceTable
{
    private const int OpenSeconds = 30;
    private const int IndexBits = 20;

    private readonly SortedDictionary<long, Dictionary<long, long>> _open = [];
    private readonly List<(long Second, int Series, PackedHistogram Times)> _closed = [];
    private readonly LatencyHistogram _scratch = new();
    private Dictionary<long, long>? _last;
    private long _lastSecond = long.MinValue;

    public void Add(long second, int series, double milliseconds)
    {
        if (second != _lastSecond || _last is null)
        {
            (_last, _lastSecond) = (Open(second), second);
        }

        var micros = (long)Math.Clamp(Math.Round(milliseconds * 1000), 0, HistogramLayout.HighestTrackableMicros);
        CollectionsMarshal.GetValueRefOrAddDefault(_last, ((long)series << IndexBits) | (long)HistogramLayout.IndexOf(micros), out _)++;
    }

    /// <summary>All of them, by second and series. Nothing can be added after that.</summary>
    public IReadOnlyList<(long Second, int Series, PackedHistogram Times)> ToSlices()
    {
        foreach (var (second, counts) in _open)
        {
            Close(second, counts);
        }

        _open.Clear();
        return
        [
            .. _closed.GroupBy(piece => (piece.Second, piece.Series)).OrderBy(group => group.Key.Second).ThenBy(group => group.Key.Series)
                .Select(group => (group.Key.Second, group.Key.Series, group.Count() == 1 ? group.First().Times : PackedHistogram.Merge(group.Select(piece => piece.Times)).Pack())),
        ];
    }

    private Dictionary<long, long> Open(long second)
    {
        if (_open.TryGetValue(second, out var counts))
        {
            return counts;
        }

        _open[second] = counts = [];
        while (_open.Count > OpenSeconds)
        {
            var (oldest, old) = _open.First();
            if (oldest == second)
            {
                // It came late: the next oldest is as good.
                (oldest, old) = _open.Skip(1).First();
            }

            Close(oldest, old);
            _open.Remove(oldest);
        }

        return counts;
    }

    private void Close(long second, Dictionary<long, long> counts)
    {
        foreach (var series in counts.GroupBy(count => (int)(count.Key >> IndexBits)))
        {
            _scratch.Reset();
            foreach (var (key, count) in series)
            {
                _scratch.Record(HistogramLayout.LowestAt((int)(key & ((1 << IndexBits) - 1))), count);
            }

            _closed.Add((second, series.Key, _scratch.Pack()));
        }
    }
}
