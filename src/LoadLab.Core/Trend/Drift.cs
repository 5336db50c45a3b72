using LoadLab.Core.Statistics;

namespace LoadLab.Core.Trend;

/// <summary>
/// A steady rise looks like stairs to a search for changes of the mean. Where one line is nearer to the runs than the stairs, although it
/// has fewer steps to fit, there was a drift and no change.
/// </summary>
internal static class Drift
{
    /// <summary>The changes without those of a drift that lasts until the newest run.</summary>
    public static IReadOnlyList<ChangePoint> WithoutStairs(IReadOnlyList<TrendPoint> points, IReadOnlyList<ChangePoint> changes)
    {
        for (var kept = 0; kept < changes.Count; kept++)
        {
            var from = kept == 0 ? 0 : changes[kept - 1].Place;
            var tail = points.Skip(from).ToList();
            var days = tail.Select(point => (point.StartedAt - tail[0].StartedAt).TotalDays).ToList();
            var values = tail.Select(point => point.Value).ToList();
            var line = TheilSen.Fit(days, values);
            var byLine = days.Zip(values, (day, value) => Math.Abs(value - line.MedianY - (line.Slope.Estimate * (day - line.MedianX)))).Sum();
            if (line.Error < BreachForecaster.LargestError && byLine < Stairs(values, [.. changes.Skip(kept).Select(change => change.Place - from)]))
            {
                return LastMean(values, changes, kept);
            }
        }

        return changes;
    }

    /// <summary>The values without the drift, if there is one, from <paramref name="since"/> on: what is left varies from run to run.</summary>
    public static IReadOnlyList<double> Flattened(IReadOnlyList<TrendPoint> points, int since)
    {
        var days = points.Select(point => (point.StartedAt - points[since].StartedAt).TotalDays).ToList();
        var line = TheilSen.Fit([.. days.Skip(since)], [.. points.Skip(since).Select(point => point.Value)]);
        return [.. points.Select((point, at) => at < since || !(line.Error < BreachForecaster.LargestError)
            ? point.Value
            : point.Value - (line.Slope.Estimate * (days[at] - line.MedianX)))];
    }

    private static double Stairs(List<double> values, int[] places)
    {
        int[] edges = [0, .. places, values.Count];
        return edges.Zip(edges.Skip(1), (from, to) =>
        {
            var part = values[from..to];
            var mean = part.Average();
            return part.Sum(value => Math.Abs(value - mean));
        }).Sum();
    }

    /// <summary>The change before the drift now lasts until its end.</summary>
    private static List<ChangePoint> LastMean(List<double> tail, IReadOnlyList<ChangePoint> changes, int kept) =>
        [.. changes.Take(kept).Select((change, at) => at == kept - 1 ? change with { After = tail.Average() } : change)];
}
