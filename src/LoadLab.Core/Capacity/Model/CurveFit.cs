using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace LoadLab.Core.Capacity.Model;

/// <summary>A curve with parameters.</summary>
/// <param name="parameters">Its parameters.</param>
/// <param name="x">Where.</param>
/// <param name="gradient">Is given the derivative by each parameter.</param>
/// <returns>The curve's value.</returns>
internal delegate double Curve(ReadOnlySpan<double> parameters, double x, Span<double> gradient);

/// <summary>A curve through points.</summary>
/// <param name="Parameters">That it was fitted with.</param>
/// <param name="SquaredError">Sum of the squared residuals.</param>
internal sealed record FittedCurve(double[] Parameters, double SquaredError);

/// <summary>
/// Least squares by Levenberg and Marquardt (Marquardt 1963) between bounds. The minimiser's own bounds are a map of the parameters that is flat at a bound: it
/// hardly gets there and never leaves it. So the minimum is sought without bounds: one inside of the box counts; else that on each face is sought, and the best one that lies in
/// the box counts.
/// </summary>
internal sealed class CurveFit(Curve curve, IReadOnlyList<double> x, IReadOnlyList<double> y, double[] lower, double[] upper)
{
    private const int MostIterations = 500;
    private const double Tolerance = 1e-14;
    private readonly Vector<double> _x = Vector<double>.Build.DenseOfEnumerable(x);
    private readonly Vector<double> _y = Vector<double>.Build.DenseOfEnumerable(y);

    /// <summary>The best curve.</summary>
    /// <param name="start">First guess, between the bounds.</param>
    /// <param name="isHeld">Parameters that keep their first guess.</param>
    public FittedCurve Best(double[] start, bool[] isHeld)
    {
        var best = new FittedCurve(start, double.PositiveInfinity);
        foreach (var (guess, held) in Faces(start, isHeld))
        {
            var fit = Minimise(guess, held);
            best = fit.SquaredError < best.SquaredError && IsInside(fit.Parameters) ? fit : best;
            if (ReferenceEquals(held, isHeld) && ReferenceEquals(best, fit))
            {
                break;
            }
        }

        return best;
    }

    /// <summary>Sum of the squared residuals with these parameters.</summary>
    public double SquaredError(double[] parameters)
    {
        Span<double> gradient = stackalloc double[parameters.Length];
        double sum = 0;
        for (var i = 0; i < x.Count; i++)
        {
            var residual = y[i] - curve(parameters, x[i], gradient);
            sum += residual * residual;
        }

        return double.IsFinite(sum) ? sum : double.PositiveInfinity;
    }

    /// <summary>The inside of the box first, then with each choice of parameters at a bound.</summary>
    private IEnumerable<(double[] Guess, bool[] IsHeld)> Faces(double[] start, bool[] isHeld)
    {
        IEnumerable<(double[] Guess, bool[] IsHeld)> faces = [(start, isHeld)];
        for (var at = 0; at < start.Length; at++)
        {
            var (place, known) = (at, faces.ToArray());
            faces = isHeld[at] ? known : known.Concat(new[] { lower[at], upper[at] }.Where(double.IsFinite).SelectMany(bound => known.Select(face => (With(face.Guess, place, bound), With(face.IsHeld, place, true)))));
        }

        return faces;
    }

    private static T[] With<T>(T[] values, int at, T value)
    {
        var changed = (T[])values.Clone();
        changed[at] = value;
        return changed;
    }

    private bool IsInside(double[] parameters) => Enumerable.Range(0, parameters.Length).All(at => parameters[at] >= lower[at] && parameters[at] <= upper[at]);

    private FittedCurve Minimise(double[] start, bool[] isHeld)
    {
        if (isHeld.All(held => held))
        {
            return new FittedCurve(start, SquaredError(start));
        }

        var objective = ObjectiveFunction.NonlinearModel(Values, Gradients, _x, _y);
        try
        {
            var result = new LevenbergMarquardtMinimizer(gradientTolerance: Tolerance, stepTolerance: Tolerance, functionTolerance: Tolerance, maximumIterations: MostIterations)
                .FindMinimum(objective, start, isFixed: [.. isHeld]);
            var parameters = result.MinimizingPoint.ToArray();
            return new FittedCurve(parameters, SquaredError(parameters));
        }
        catch (MathNet.Numerics.NonConvergenceException)
        {
            return new FittedCurve(start, double.PositiveInfinity);
        }
    }

    private Vector<double> Values(Vector<double> parameters, Vector<double> at)
    {
        var values = parameters.ToArray();
        var gradient = new double[values.Length];
        return at.Map(one => curve(values, one, gradient));
    }

    private Matrix<double> Gradients(Vector<double> parameters, Vector<double> at)
    {
        var values = parameters.ToArray();
        var gradient = new double[values.Length];
        var matrix = Matrix<double>.Build.Dense(at.Count, values.Length);
        for (var row = 0; row < at.Count; row++)
        {
            curve(values, at[row], gradient);
            matrix.SetRow(row, gradient);
        }

        return matrix;
    }
}
