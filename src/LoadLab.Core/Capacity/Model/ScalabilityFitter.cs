using System.Globalization;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Model;

/// <summary>Fits the Universal Scalability Law to the steps of a capacity search: least squares with 0 ≤ σ &lt; 1 and κ ≥ 0, each step with the same weight. Pure.</summary>
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

    private static readonly double[] s_lower = [double.NegativeInfinity, 0, 0];
    private static readonly double[] s_upper = [double.PositiveInfinity, ScalabilityCurve.MostContention, double.PositiveInfinity];

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
        var law = new CurveFit(ScalabilityCurve.Law, n, x, s_lower, s_upper);
        var fit = law.Best(Start(n, x), [false, false, false]);
        var mean = x.Average();
        var total = x.Sum(value => (value - mean) * (value - mean));
        var explained = total > 0 ? 1 - (fit.SquaredError / total) : 0;
        if (!(explained >= LeastRSquared))
        {
            return Derived.Refused<ScalabilityModel>(string.Create(CultureInfo.InvariantCulture,
                $"the law explains {Math.Max(0, explained) * 100:0} % of the variation of throughput, {LeastRSquared * 100:0} % needed"));
        }

        var p = fit.Parameters;
        var limit = ProfileInterval.Limit(fit.SquaredError, n.Length, 3);
        var highest = n[^1];
        var covariance = new CurveCovariance(ScalabilityCurve.Law, n, x, p);
        Interval Profile(int at, double low, double high, double scale) =>
            Widened(
                ProfileInterval.Of(p[at], low, high, scale, limit, held => law.Best(Replace(p, at, held), [at == 0, at == 1, at == 2]).SquaredError),
                covariance.Reach([at == 0 ? 1 : 0, at == 1 ? 1 : 0, at == 2 ? 1 : 0]), low, high);

        var reach = Math.Exp(covariance.Reach([1 / p[0], 0, 0]));
        var lambda = ProfileInterval.Of(p[0], 0, double.PositiveInfinity, p[0] * 0.02, limit, held => law.Best(Replace(p, 0, held), [true, false, false]).SquaredError)
            .Widen(new Interval(p[0], p[0] / reach, p[0] * reach));
        if (!(lambda.High / lambda.Low < WidestLambda))
        {
            return Derived.Refused<ScalabilityModel>("the steps do not say what one alone would reach (the interval of λ is too wide): levels nearer to 1 are needed");
        }

        var sigma = Profile(1, 0, ScalabilityCurve.MostContention, 0.1 / highest);
        var kappa = Profile(2, 0, double.PositiveInfinity, 0.1 / (highest * highest));
        var model = new ScalabilityModel
        {
            Kind = kind,
            Lambda = lambda,
            Sigma = sigma,
            Kappa = kappa,
            RSquared = explained,
            ResidualDeviation = Math.Sqrt(fit.SquaredError / (n.Length - 3)),
            Points = points,
            LeftOut = leftOut,
            Covariance = covariance,
        };
        if (kappa.Low <= 0)
        {
            return Derived.Of(model with { Asymptote = Asymptote(n, x, law, p) });
        }

        var peak = Peak(n, x, p, limit, covariance);
        return Derived.Of(model with { Peak = peak, PeakThroughput = model.Band(peak.Estimate) });
    }

    /// <summary>λ₀ = max(X/N), and with it σ₀ and κ₀ from Nλ/X − 1 = σ(N−1) + κN(N−1), which is linear in them.</summary>
    private static double[] Start(double[] n, double[] x)
    {
        var lambda = n.Zip(x, (one, throughput) => throughput / one).Max();
        double aa = 0, ab = 0, bb = 0, ay = 0, by = 0;
        for (var i = 0; i < n.Length; i++)
        {
            var (a, b, y) = (n[i] - 1, n[i] * (n[i] - 1), (n[i] * lambda / x[i]) - 1);
            (aa, ab, bb, ay, by) = (aa + (a * a), ab + (a * b), bb + (b * b), ay + (a * y), by + (b * y));
        }

        var determinant = (aa * bb) - (ab * ab);
        var (sigma, kappa) = determinant > 0 ? (((ay * bb) - (by * ab)) / determinant, ((by * aa) - (ay * ab)) / determinant) : (0, 0);
        var highest = n[^1];
        return [lambda, Math.Clamp(sigma, 0.01 / highest, 0.9), Math.Max(kappa, 0.01 / (highest * highest))];
    }

    private static Interval Peak(double[] n, double[] x, double[] p, double limit, CurveCovariance covariance)
    {
        var byPeak = new CurveFit(ScalabilityCurve.ByPeak, n, x, s_lower, s_upper);
        var peak = Math.Sqrt((1 - p[1]) / p[2]);
        var profile = ProfileInterval.Of(peak, n[0] / 2, double.PositiveInfinity, peak * 0.02, limit,
            held => byPeak.Best([p[0], Math.Max(p[1], 1e-6), held], [false, false, true]).SquaredError);

        // ln N* = ½ ln(1−σ) − ½ ln κ is nearer to straight than N* is.
        var reach = covariance.Reach([0, -0.5 / (1 - p[1]), -0.5 / p[2]]);
        return profile.Widen(new Interval(peak, peak * Math.Exp(-reach), peak * Math.Exp(reach)));
    }

    /// <summary>Of the law with κ = 0, fitted anew; none when σ = 0 fits as well.</summary>
    private static Interval? Asymptote(double[] n, double[] x, CurveFit law, double[] p)
    {
        var fit = law.Best([p[0], Math.Max(p[1], 1e-4), 0], [false, false, true]);
        var limit = ProfileInterval.Limit(fit.SquaredError, n.Length, 2);
        if (fit.Parameters[1] <= 0 || law.Best([p[0], 0, 0], [false, true, true]).SquaredError <= limit)
        {
            return null;
        }

        var asymptote = fit.Parameters[0] / fit.Parameters[1];
        var byAsymptote = new CurveFit(ScalabilityCurve.ByAsymptote, n, x, [double.NegativeInfinity, 1e-12], [double.PositiveInfinity, ScalabilityCurve.MostContention]);
        var profile = ProfileInterval.Of(asymptote, x.Max() / 2, double.PositiveInfinity, asymptote * 0.02, limit,
            held => byAsymptote.Best([held, fit.Parameters[1]], [true, false]).SquaredError);
        var reach = new CurveCovariance(ScalabilityCurve.ByAsymptote, n, x, [asymptote, fit.Parameters[1]]).Reach([1 / asymptote, 0]);
        return profile.Widen(new Interval(asymptote, asymptote * Math.Exp(-reach), asymptote * Math.Exp(reach)));
    }

    private static Interval Widened(Interval profile, double reach, double low, double high) =>
        profile.Widen(new Interval(profile.Estimate, Math.Max(low, profile.Estimate - reach), Math.Min(high, profile.Estimate + reach)));

    private static double[] Replace(double[] parameters, int at, double value)
    {
        var changed = (double[])parameters.Clone();
        changed[at] = value;

        // A guess at a bound would stay there.
        changed[1] = at == 1 ? changed[1] : Math.Clamp(changed[1], 1e-6, 0.99);
        changed[2] = at == 2 ? changed[2] : Math.Max(changed[2], 1e-9);
        return changed;
    }
}
