using System.Globalization;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Model;

/// <summary>Fits the Universal Scalability Law to the steps of a capacity search: least squares with 0 ≤ σ &lt; 1 and κ ≥ 0, under an error of a fixed size and under one that is a part of the value. Pure.</summary>
public static class ScalabilityFitter
{
    /// <summary>Fewest different levels: three parameters, and as many to judge the fit by (Gunther 2007, 5.2).</summary>
    public const int FewestLevels = 6;

    /// <summary>Fewest times that the highest level is above the lowest.</summary>
    public const double LeastSpan = 3;

    /// <summary>Least part of the variation that the law must explain.</summary>
    public const double LeastRSquared = 0.8;

    /// <summary>Times that the upper end of λ's interval may be above the lower one.</summary>
    private const double WidestLambda = 4;

    /// <summary>Levels nearer than this to each other are one.</summary>
    private const double SameLevel = 0.02;

    /// <summary>Half of the 95 % point of χ² with one degree of freedom: what is less likely by more is ruled out.</summary>
    private const double Plausible = 1.92;

    /// <summary>The model, or why the steps carry none.</summary>
    /// <param name="steps">Of one search and one model, in any order. Steps that the generator shaped and overloaded ones of the open model are left out.</param>
    public static Derived<ScalabilityModel> Of(IReadOnlyList<CapacityStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Select(step => step.Model).Distinct().Count() > 1)
        {
            return Derived.Refused<ScalabilityModel>("steps of rate and of users cannot be in one model");
        }

        var kind = steps.Count > 0 && steps[0].Model == CapacityModel.Users ? ConcurrencyKind.Users : ConcurrencyKind.InFlight;
        var (points, leftOut) = ScalabilityPoints.Of(steps, kind);
        return Unfit(points, leftOut) is { } reason ? Derived.Refused<ScalabilityModel>(reason) : Fit(kind, points, leftOut);
    }

    private static string? Unfit(IReadOnlyList<ScalabilityPoint> points, IReadOnlyList<string> leftOut)
    {
        var levels = Levels(points);
        if (levels < FewestLevels)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{levels} {(levels == 1 ? "level" : "levels")}, {FewestLevels} needed")
                + (leftOut.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({leftOut.Count} {(leftOut.Count == 1 ? "step" : "steps")} left out: {string.Join("; ", leftOut)})"));
        }

        var span = points[^1].Concurrency / points[0].Concurrency;
        return span < LeastSpan
            ? string.Create(CultureInfo.InvariantCulture, $"the highest concurrency is {span:0.#} times the lowest, {LeastSpan:0} needed")
            : null;
    }

    private static int Levels(IReadOnlyList<ScalabilityPoint> points)
    {
        var (levels, last) = (0, 0.0);
        foreach (var point in points)
        {
            if (point.Concurrency > last * (1 + SameLevel))
            {
                levels++;
                last = point.Concurrency;
            }
        }

        return levels;
    }

    private static Derived<ScalabilityModel> Fit(ConcurrencyKind kind, IReadOnlyList<ScalabilityPoint> points, IReadOnlyList<string> leftOut)
    {
        double[] n = [.. points.Select(point => point.Concurrency)];
        double[] x = [.. points.Select(point => point.Throughput)];
        LawFit[] fits = [new(n, x, isRelative: false), new(n, x, isRelative: true)];
        var mean = x.Average();
        var total = x.Sum(value => (value - mean) * (value - mean));
        var explained = total > 0 ? 1 - (fits[0].SquaredError / total) : 0;
        if (!(explained >= LeastRSquared))
        {
            return Derived.Refused<ScalabilityModel>(string.Create(CultureInfo.InvariantCulture,
                $"the law explains {Math.Max(0, explained) * 100:0} % of the variation of throughput, {LeastRSquared * 100:0} % needed"));
        }

        // Few points do not tell how the error grows with the value: every kind that the data do not rule out counts.
        var best = fits.Max(fit => fit.LogLikelihood);
        var plausible = fits.Where(fit => fit.LogLikelihood >= best - Plausible).ToList();

        // The estimate itself is that of least squares, as in the literature.
        var chosen = fits[0];
        var lambda = Joined(chosen.Parameters[0], plausible.Select(fit => fit.Lambda()));
        if (!(lambda.High / lambda.Low < WidestLambda))
        {
            return Derived.Refused<ScalabilityModel>("the steps do not say what one alone would reach (the interval of λ is too wide): levels nearer to 1 are needed");
        }

        var lack = LackOfFit.Error(Repeats(points, plausible[0]), chosen.Parameters.Length);
        if (lack < LackOfFit.Refused)
        {
            return Derived.Refused<ScalabilityModel>("levels lie further from the law than repeats of a level lie from each other: throughput does not follow it");
        }

        var kappa = Joined(chosen.Parameters[2], plausible.Select(fit => fit.Kappa()));
        var model = new ScalabilityModel
        {
            Kind = kind,
            Lambda = lambda,
            Sigma = Joined(chosen.Parameters[1], plausible.Select(fit => fit.Sigma())),
            Kappa = kappa,
            RSquared = explained,
            ResidualDeviation = Math.Sqrt(fits[0].SquaredError / (n.Length - 3)),
            LackOfFitError = lack,
            Points = points,
            LeftOut = leftOut,
            Fits = plausible,
        };
        if (kappa.Low <= 0)
        {
            var asymptotes = plausible.Select(fit => fit.Asymptote()).ToList();
            return Derived.Of(model with { Asymptote = asymptotes.Contains(null) ? null : Joined(asymptotes[0]!.Value.Estimate, asymptotes.Select(asymptote => asymptote!.Value)) });
        }

        var peaks = plausible.Select(fit => fit.Peak()).ToList();
        var peak = Joined(chosen.Parameters[2] > 0 ? Math.Sqrt((1 - chosen.Parameters[1]) / chosen.Parameters[2]) : peaks[0].Estimate, peaks);
        return Derived.Of(model with { Peak = peak, PeakThroughput = model.Band(peak.Estimate) });
    }

    /// <summary>All that any of the intervals holds.</summary>
    internal static Interval Joined(double estimate, IEnumerable<Interval> intervals)
    {
        var (low, high) = (estimate, estimate);
        foreach (var interval in intervals)
        {
            (low, high) = (Math.Min(low, interval.Low), Math.Max(high, interval.High));
        }

        return new Interval(estimate, low, high);
    }

    /// <summary>The points by level, each with the law's value, in the scale of the fit.</summary>
    private static List<List<(double Seen, double Law)>> Repeats(IReadOnlyList<ScalabilityPoint> points, LawFit fit)
    {
        var levels = new List<List<(double Seen, double Law)>>();
        var first = 0.0;
        foreach (var point in points)
        {
            if (point.Concurrency > first * (1 + SameLevel))
            {
                levels.Add([]);
                first = point.Concurrency;
            }

            levels[^1].Add((fit.InScale(point.Throughput), fit.ValueAt(point.Concurrency)));
        }

        return levels;
    }
}
