using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// The law fitted under one kind of error: of a fixed size, by least squares, or of a part of the value, by least squares of the logarithms on both sides (Carroll and
/// Ruppert 1984). Intervals are profile intervals, widened to those of the delta method where these reach further.
/// </summary>
internal sealed class LawFit
{
    private static readonly double[] s_lower = [double.NegativeInfinity, 0, 0];
    private static readonly double[] s_upper = [double.PositiveInfinity, ScalabilityCurve.MostContention, double.PositiveInfinity];

    private readonly bool _isRelative;
    private readonly double[] _n;
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly CurveFit _law;
    private readonly double _limit;
    private readonly CurveCovariance _covariance;

    /// <param name="n">Concurrencies, rising.</param>
    /// <param name="x">Throughputs, above 0.</param>
    /// <param name="isRelative">Whether the error is a part of the value.</param>
    public LawFit(double[] n, double[] x, bool isRelative)
    {
        (_n, _x, _isRelative) = (n, x, isRelative);
        _y = isRelative ? [.. x.Select(value => Math.Log(value))] : x;
        _law = new CurveFit(Scaled(ScalabilityCurve.Law), n, _y, s_lower, s_upper);
        var fit = _law.Best(Start(n, x), [false, false, false]);
        (Parameters, SquaredError) = (fit.Parameters, fit.SquaredError);
        _limit = ProfileInterval.Limit(SquaredError, n.Length, Parameters.Length);
        _covariance = new CurveCovariance(Scaled(ScalabilityCurve.Law), n, _y, Parameters);
        var variance = Math.Max(SquaredError / n.Length, double.Epsilon);
        LogLikelihood = (-n.Length / 2.0 * Math.Log(variance)) - (isRelative ? _y.Sum() : 0);
    }

    /// <summary>λ, σ and κ.</summary>
    public double[] Parameters { get; }

    /// <summary>In the scale of the fit.</summary>
    public double SquaredError { get; }

    /// <summary>Of the throughputs themselves, but for a constant: that of two scales can be compared.</summary>
    public double LogLikelihood { get; }

    /// <summary>A throughput in the scale of the fit.</summary>
    public double InScale(double throughput) => _isRelative ? Math.Log(throughput) : throughput;

    /// <summary>The law in the scale of the fit.</summary>
    public double ValueAt(double n) => Scaled(ScalabilityCurve.Law)(Parameters, n, stackalloc double[3]);

    public Interval Lambda()
    {
        var reach = Math.Exp(_covariance.Reach([1 / Parameters[0], 0, 0]));
        return ProfileInterval.Of(Parameters[0], 0, double.PositiveInfinity, Parameters[0] * 0.02, _limit, held => _law.Best(Replace(0, held), [true, false, false]).SquaredError)
            .Widen(new Interval(Parameters[0], Parameters[0] / reach, Parameters[0] * reach));
    }

    public Interval Sigma() => Profile(1, ScalabilityCurve.MostContention, 0.1 / _n[^1]);

    public Interval Kappa() => Profile(2, double.PositiveInfinity, 0.1 / (_n[^1] * _n[^1]));

    /// <summary>The curve at a concurrency; never below 0.</summary>
    public Interval Band(double n)
    {
        Span<double> gradient = stackalloc double[3];
        var value = Scaled(ScalabilityCurve.Law)(Parameters, n, gradient);
        var reach = _covariance.Reach(gradient);
        return _isRelative
            ? new Interval(Math.Exp(value), Math.Exp(value - reach), Math.Exp(value + reach))
            : new Interval(value, Math.Max(0, value - reach), value + reach);
    }

    /// <summary>The N with the highest throughput; κ must be above 0.</summary>
    public Interval Peak()
    {
        var p = Parameters;
        var byPeak = new CurveFit(Scaled(ScalabilityCurve.ByPeak), _n, _y, s_lower, s_upper);
        var peak = Math.Sqrt((1 - p[1]) / p[2]);
        var profile = ProfileInterval.Of(peak, _n[0] / 2, double.PositiveInfinity, peak * 0.02, _limit,
            held => byPeak.Best([p[0], Math.Max(p[1], 1e-6), held], [false, false, true]).SquaredError);

        // ln N* = ½ ln(1−σ) − ½ ln κ is nearer to straight than N* is.
        var reach = _covariance.Reach([0, -0.5 / (1 - p[1]), -0.5 / p[2]]);
        return profile.Widen(new Interval(peak, peak * Math.Exp(-reach), peak * Math.Exp(reach)));
    }

    /// <summary>Of the law with κ = 0, fitted anew; none when σ = 0 fits as well.</summary>
    public Interval? Asymptote()
    {
        var p = Parameters;
        var fit = _law.Best([p[0], Math.Max(p[1], 1e-4), 0], [false, false, true]);
        var limit = ProfileInterval.Limit(fit.SquaredError, _n.Length, 2);
        if (fit.Parameters[1] <= 0 || _law.Best([p[0], 0, 0], [false, true, true]).SquaredError <= limit)
        {
            return null;
        }

        var asymptote = fit.Parameters[0] / fit.Parameters[1];
        var curve = Scaled(ScalabilityCurve.ByAsymptote);
        var byAsymptote = new CurveFit(curve, _n, _y, [double.NegativeInfinity, 1e-12], [double.PositiveInfinity, ScalabilityCurve.MostContention]);
        var profile = ProfileInterval.Of(asymptote, _x.Max() / 2, double.PositiveInfinity, asymptote * 0.02, limit,
            held => byAsymptote.Best([held, fit.Parameters[1]], [true, false]).SquaredError);
        var reach = new CurveCovariance(curve, _n, _y, [asymptote, fit.Parameters[1]]).Reach([1 / asymptote, 0]);
        return profile.Widen(new Interval(asymptote, asymptote * Math.Exp(-reach), asymptote * Math.Exp(reach)));
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

    private Interval Profile(int at, double highest, double scale)
    {
        var profile = ProfileInterval.Of(Parameters[at], 0, highest, scale, _limit, held => _law.Best(Replace(at, held), [at == 0, at == 1, at == 2]).SquaredError);
        var reach = _covariance.Reach([0, at == 1 ? 1 : 0, at == 2 ? 1 : 0]);
        return profile.Widen(new Interval(profile.Estimate, Math.Max(0, profile.Estimate - reach), Math.Min(highest, profile.Estimate + reach)));
    }

    private double[] Replace(int at, double value)
    {
        var changed = (double[])Parameters.Clone();
        changed[at] = value;

        // A guess at a bound would stay there.
        changed[1] = at == 1 ? changed[1] : Math.Clamp(changed[1], 1e-6, 0.99);
        changed[2] = at == 2 ? changed[2] : Math.Max(changed[2], 1e-9);
        return changed;
    }

    private Curve Scaled(Curve curve) => !_isRelative ? curve : (parameters, x, gradient) =>
    {
        var value = curve(parameters, x, gradient);
        if (!(value > 0))
        {
            // The minimiser looks outside the bounds too, where the law may have no logarithm: as far off as can be.
            gradient.Clear();
            return -50;
        }

        for (var at = 0; at < parameters.Length; at++)
        {
            gradient[at] /= value;
        }

        return Math.Log(value);
    };
}
