using LoadLab.Core.Statistics;

namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// The Universal Scalability Law, fitted to the steps of a capacity search. Intervals are of 95 %: the profile interval (Bates and Watts 1988), widened to that of
/// the delta method with HC3 standard errors (MacKinnon and White 1985) where that one reaches further; <see cref="Band"/> is of the delta method alone. Where the data
/// do not tell an error of a fixed size from one that is a part of the value, each is as wide as both fits say. Immutable.
/// </summary>
public sealed record ScalabilityModel
{
    /// <summary>What N counts.</summary>
    public required ConcurrencyKind Kind { get; init; }

    /// <summary>Throughput at N = 1, a second.</summary>
    public required Interval Lambda { get; init; }

    /// <summary>Contention: the part of the work that waits for what is shared, 0 to below 1.</summary>
    public required Interval Sigma { get; init; }

    /// <summary>Coherency: the cost of each pair that must agree, from 0 on.</summary>
    public required Interval Kappa { get; init; }

    /// <summary>The N with the highest throughput, √((1−σ)/κ); null when the interval of κ includes 0: no peak is shown.</summary>
    public Interval? Peak { get; init; }

    /// <summary>Throughput there, a second.</summary>
    public Interval? PeakThroughput { get; init; }

    /// <summary>What throughput nears without a peak, λ/σ of the fit with κ = 0; null with a peak, and when σ may be 0 too: then the data show no end of the growth.</summary>
    public Interval? Asymptote { get; init; }

    /// <summary>Part of the variation of throughput that the law explains, at most 1.</summary>
    public required double RSquared { get; init; }

    /// <summary>Standard deviation of the residuals with n − 3 degrees of freedom, a second.</summary>
    public required double ResidualDeviation { get; init; }

    /// <summary>The points that it was fitted to, by N.</summary>
    public required IReadOnlyList<ScalabilityPoint> Points { get; init; }

    /// <summary>Steps that were left out, each with its reason.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>The error of claiming that the law does not fit, from repeats of levels; null without repeats. Below 0.001 the law is refused.</summary>
    public double? LackOfFitError { get; init; }

    /// <summary>The fits that the data do not rule out.</summary>
    internal IReadOnlyList<LawFit> Fits { get; init; } = [];

    /// <summary>Throughput at <paramref name="n"/>, a second.</summary>
    public double At(double n) => At(n, stackalloc double[3]);

    /// <summary>What was seen at a point less what the law says there, a second.</summary>
    public double Residual(ScalabilityPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return point.Throughput - At(point.Concurrency);
    }

    /// <summary>Throughput at <paramref name="n"/> with the 95 % interval of the curve there, by the delta method; never below 0.</summary>
    public Interval Band(double n) => ScalabilityFitter.Joined(At(n), Fits.Select(fit => fit.Band(n)));

    /// <summary>
    /// Mean response time in seconds at a throughput, on the rising branch: the smaller root of κX²R² + (σX − κX − λ)R + (1−σ) = 0, which is the law with
    /// N = X·R. Null where there is none: the throughput is above what the law allows.
    /// </summary>
    public double? ResponseSecondsAt(double throughput)
    {
        var (lambda, sigma, kappa) = (Lambda.Estimate, Sigma.Estimate, Kappa.Estimate);
        var (a, b, c) = (kappa * throughput * throughput, (sigma * throughput) - (kappa * throughput) - lambda, 1 - sigma);
        var root = (b * b) - (4 * a * c);

        // Both roots are positive only with b below 0; this form is exact for a = 0 too.
        return b < 0 && root >= 0 ? 2 * c / (-b + Math.Sqrt(root)) : null;
    }

    private double At(double n, Span<double> gradient) => ScalabilityCurve.Law([Lambda.Estimate, Sigma.Estimate, Kappa.Estimate], n, gradient);
}

/// <summary>What the N of the law counts.</summary>
public enum ConcurrencyKind
{
    /// <summary>Virtual users: the steps are of the closed model.</summary>
    Users,

    /// <summary>Requests in flight, by Little's law from throughput and mean response time: the steps are of the open model.</summary>
    InFlight,
}

/// <summary>A step as the law sees it.</summary>
/// <param name="Phase">The step.</param>
/// <param name="Concurrency">N.</param>
/// <param name="Throughput">X, a second.</param>
public sealed record ScalabilityPoint(string Phase, double Concurrency, double Throughput);
