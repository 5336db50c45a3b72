namespace LoadLab.Core.Comparison;

/// <summary>How much one figure varies from run to run, and how much of that the seconds of a single run show. Pure.</summary>
internal static class RunSpread
{
    private static readonly double Z = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, 0.975);

    /// <summary>Null where a run has no value to take a logarithm of.</summary>
    internal static NoiseFigure? Figure(StepKey key, FigureKind kind, List<StepSeries> runs)
    {
        var values = runs.ConvertAll(run => Comparer.Scale(kind, run.Value(kind)));
        if (values.Exists(value => !double.IsFinite(value)))
        {
            return null;
        }

        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        var within = Within(key, kind, runs);
        var between = double.IsFinite(within) ? Math.Max(0, variance - within) : variance;
        return new NoiseFigure(key.Phase, key.Scenario, key.Step, kind.Word(), runs.Count, Math.Sqrt(variance), Math.Sqrt(between));
    }

    /// <summary>Variance of one run's figure as its seconds show it: half of that of a pair's difference, over runs 1 and 2, 3 and 4, … NaN when no pair has an interval.</summary>
    internal static double Within(StepKey key, FigureKind kind, List<StepSeries> runs)
    {
        var variances = new List<double>();
        for (var at = 0; at + 1 < runs.Count; at += 2)
        {
            var shift = Comparer.OfPair(key, kind, runs[at], runs[at + 1]).Shift;
            var error = (shift.High - shift.Low) / 2 / Z;
            if (double.IsFinite(error))
            {
                variances.Add(error * error / 2);
            }
        }

        return variances.Count == 0 ? double.NaN : variances.Average();
    }
}
