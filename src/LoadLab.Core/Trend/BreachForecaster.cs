using System.Globalization;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Trend;

/// <summary>
/// When a measure will cross its limit: Theil and Sen's line through the runs since the last change, and only where Mann and Kendall's
/// test finds a trend. Damped exponential smoothing (Gardner and McKenzie 1985) is asked for a second opinion.
/// </summary>
internal static class BreachForecaster
{
    /// <summary>Fewest runs since the last change.</summary>
    public const int FewestRuns = 10;

    /// <summary>Largest error of the claim that there is a trend.</summary>
    public const double LargestError = 0.05;

    /// <summary>A date further ahead than this many times the span of the runs is no forecast.</summary>
    public const double FurthestSpans = 3;

    private const double Damping = 0.9;
    private const double LevelWeight = 0.5;
    private const double SlopeWeight = 0.2;

    /// <param name="points">The runs since the last change.</param>
    /// <param name="limits">The limits; the SLO comes before the SLA, since it is crossed first.</param>
    /// <param name="unit">The measure's unit.</param>
    public static BreachForecast Of(IReadOnlyList<TrendPoint> points, IReadOnlyList<TrendLimit> limits, string unit)
    {
        var limit = limits.OrderBy(one => one.Tier != SloTier.Slo).FirstOrDefault();
        BreachForecast No(string reason) => new(limit, null, null, null, reason);
        if (limit is null)
        {
            return No("no limit, no date");
        }

        if (points.Count < FewestRuns)
        {
            return No($"no date: {points.Count} runs since the last change, {FewestRuns} needed");
        }

        var days = points.Select(point => (point.StartedAt - points[0].StartedAt).TotalDays).ToList();
        var values = points.Select(point => point.Value).ToList();
        var line = TheilSen.Fit(days, values);
        var now = line.MedianY + (line.Slope.Estimate * (days[^1] - line.MedianX));
        if (!(line.Error < LargestError))
        {
            return No(string.Create(CultureInfo.InvariantCulture, $"no trend, no date (Mann-Kendall p = {line.Error:0.##})"));
        }

        var slope = $"{(line.Slope.Estimate > 0 ? "rises" : "falls")} by {Units.Value(Math.Abs(line.Slope.Estimate), unit)} a day";
        if (!limit.IsKeptBy(now))
        {
            return No($"crossed already; {slope}");
        }

        if (limit.WantsLess is not { } wantsLess)
        {
            return No($"no date: {slope}, and a limit on equality has no side from which it is neared");
        }

        if (line.Slope.Estimate > 0 != wantsLess)
        {
            return No($"no date: {slope}, away from the limit");
        }

        double At(double perDay) => line.MedianX + ((limit.Value - line.MedianY) / perDay);
        var at = At(line.Slope.Estimate);
        if (at - days[^1] > FurthestSpans * days[^1])
        {
            return No(string.Create(CultureInfo.InvariantCulture,
                $"no date: {slope}; at that pace the limit is further away than {FurthestSpans:0} times the {days[^1]:0.#} days that were seen"));
        }

        var (fast, slow) = line.Slope.Estimate > 0 ? (line.Slope.High, line.Slope.Low) : (line.Slope.Low, line.Slope.High);
        var agrees = Damped(values, Math.Max(1, (int)Math.Round((at - days[^1]) / (days[^1] / (points.Count - 1))))) is var smoothed && !limit.IsKeptBy(smoothed);
        return new BreachForecast(
            limit,
            Date(points[0].StartedAt, at),
            double.IsFinite(fast) ? Date(points[0].StartedAt, Math.Max(days[^1], At(fast))) : points[^1].StartedAt,
            double.IsFinite(slow) && slow > 0 == line.Slope.Estimate > 0 ? Date(points[0].StartedAt, At(slow)) : null,
            $"{slope}; damped smoothing {(agrees ? "crosses the limit by then too" : $"does not cross it by then ({Units.Value(smoothed, unit)})")}");
    }

    private static DateTimeOffset? Date(DateTimeOffset start, double days) => days < 36_500 ? start.AddDays(days) : null;

    /// <summary>Value <paramref name="steps"/> runs ahead: level + slope·φ(1 − φʰ)/(1 − φ).</summary>
    private static double Damped(List<double> values, int steps)
    {
        var level = values[0];
        var slope = values[1] - values[0];
        foreach (var value in values.Skip(1))
        {
            var before = level;
            level = (LevelWeight * value) + ((1 - LevelWeight) * (before + (Damping * slope)));
            slope = (SlopeWeight * (level - before)) + ((1 - SlopeWeight) * Damping * slope);
        }

        return level + (slope * Damping * (1 - Math.Pow(Damping, steps)) / (1 - Damping));
    }
}
