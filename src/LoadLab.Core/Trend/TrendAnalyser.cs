using LoadLab.Core.Statistics;

namespace LoadLab.Core.Trend;

/// <summary>Reads a history: change points, what it could not have shown, and when a limit will be crossed. Pure: the same history, the same answer.</summary>
public static class TrendAnalyser
{
    private const long Seed = 20_261;

    /// <summary>Analyses each measure.</summary>
    public static IReadOnlyList<MeasureTrend> Analyse(IReadOnlyList<TrendSeries> measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        var deviations = measures.Select(measure => Length(measure)).Distinct().ToDictionary(length => length, ChangePower.InDeviations);
        return [.. measures.Select(measure => Analyse(measure, deviations[Length(measure)]))];
    }

    private static int Length(TrendSeries measure) => Math.Min(measure.Points.Count, ChangePoints.Window);

    private static MeasureTrend Analyse(TrendSeries measure, double deviations)
    {
        var values = measure.Points.Select(point => point.Value).ToList();
        var changes = Drift.WithoutStairs(measure.Points, ChangePoints.Find(values, Seed));
        var variation = ChangePower.Variation(Drift.Flattened(measure.Points, changes.Count == 0 ? 0 : changes[^1].Place), changes);
        var smallest = double.IsNaN(variation) || double.IsInfinity(deviations)
            ? double.PositiveInfinity
            : Math.Max(ChangePoints.SmallestMagnitude, deviations * variation);
        var since = changes.Count == 0 ? 0 : changes[^1].Place;
        return new MeasureTrend(measure, changes, variation, smallest, BreachForecaster.Of([.. measure.Points.Skip(since)], measure.Limits, measure.Unit));
    }
}
