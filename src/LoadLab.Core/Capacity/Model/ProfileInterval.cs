using LoadLab.Core.Statistics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.RootFinding;

namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// Profile interval of one parameter of a least-squares fit (Bates and Watts 1988, 6.1): all values of it with which, the other parameters fitted anew, the squared
/// error stays under S(θ̂)·(1 + t²/(n−p)). Unlike a standard error it is not symmetric, and it may end at a bound.
/// </summary>
internal static class ProfileInterval
{
    /// <summary>Further from the estimate than this factor nothing is looked for: the data do not bound the parameter.</summary>
    private const double Furthest = 1e4;

    private const double Growth = 1.6;
    private const int MostSteps = 60;

    /// <summary>The largest squared error inside the 95 % interval.</summary>
    public static double Limit(double least, int points, int parameters)
    {
        var freedom = points - parameters;
        var t = StudentT.InvCDF(0, 1, freedom, 1 - ((1 - Interval.Confidence) / 2));
        return least * (1 + (t * t / freedom));
    }

    /// <summary>The interval.</summary>
    /// <param name="estimate">The parameter of the fit.</param>
    /// <param name="lowest">Its lower bound.</param>
    /// <param name="highest">Its upper bound; may be infinite.</param>
    /// <param name="scale">A step that is small for it; above 0.</param>
    /// <param name="limit">From <see cref="Limit"/>.</param>
    /// <param name="squaredError">Least squared error with the parameter held.</param>
    public static Interval Of(double estimate, double lowest, double highest, double scale, double limit, Func<double, double> squaredError) =>
        new(estimate, End(estimate, lowest, scale, limit, squaredError), End(estimate, highest, scale, limit, squaredError));

    private static double End(double estimate, double bound, double scale, double limit, Func<double, double> squaredError)
    {
        var direction = Math.Sign(bound - estimate);
        if (direction == 0)
        {
            return bound;
        }

        var inside = estimate;
        var step = scale;
        while (true)
        {
            var outside = inside + (direction * step);
            var isAtBound = direction * (outside - bound) >= 0;
            outside = isAtBound ? bound : outside;
            if (squaredError(outside) > limit)
            {
                return Brent.TryFindRoot(value => squaredError(value) - limit, Math.Min(inside, outside), Math.Max(inside, outside), Math.Abs(outside - inside) * 1e-6, MostSteps, out var root)
                    ? root
                    : outside;
            }

            if (isAtBound)
            {
                return bound;
            }

            if (Math.Abs(outside - estimate) > Furthest * Math.Max(Math.Abs(estimate), scale))
            {
                return direction * double.PositiveInfinity;
            }

            inside = outside;
            step *= Growth;
        }
    }
}
