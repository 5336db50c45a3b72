using LoadLab.Core.Statistics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// How far the parameters of a fitted curve may be off, twice: s²(JᵀJ)⁻¹ for residuals of one variance, and HC3 (MacKinnon and White 1985) for residuals whose
/// variance differs from point to point, as with an error that is a part of the value. The wider of the two counts.
/// </summary>
internal sealed class CurveCovariance
{
    /// <summary>A point that the curve goes through whatever its value is has no residual to say how wrong it may be; below this HC3 would divide by nearly nothing.</summary>
    private const double LeastFreedom = 0.1;

    private readonly Matrix<double> _equal;
    private readonly Matrix<double> _unequal;
    private readonly double _t;

    /// <param name="curve">The curve.</param>
    /// <param name="x">Where its points are.</param>
    /// <param name="y">Their values.</param>
    /// <param name="parameters">That it was fitted with. One that is exactly 0 lies at its bound: the fit holds it there, and only a profile says how far it may be off.</param>
    public CurveCovariance(Curve curve, double[] x, double[] y, double[] parameters)
    {
        var jacobian = Matrix<double>.Build.Dense(x.Length, parameters.Length);
        var residuals = new double[x.Length];
        var gradient = new double[parameters.Length];
        for (var row = 0; row < x.Length; row++)
        {
            residuals[row] = y[row] - curve(parameters, x[row], gradient);
            jacobian.SetRow(row, [.. gradient.Select((slope, at) => parameters[at] == 0 ? 0 : slope)]);
        }

        // κ is many orders smaller than λ: columns of one length keep the inverse exact.
        var lengths = jacobian.ColumnNorms(2).Select(length => length > 0 ? 1 / length : 1).ToArray();
        var scale = Matrix<double>.Build.DenseOfDiagonalArray(lengths);
        var scaled = jacobian * scale;
        var inverse = scaled.TransposeThisAndMultiply(scaled).PseudoInverse();
        var hat = scaled * inverse * scaled.Transpose();
        var freedom = x.Length - parameters.Count(parameter => parameter != 0);
        var squares = residuals.Select((residual, at) => residual * residual / Math.Pow(Math.Max(1 - hat[at, at], LeastFreedom), 2)).ToArray();
        _equal = scale * inverse * scale * (residuals.Sum(residual => residual * residual) / freedom);
        _unequal = scale * inverse * scaled.TransposeThisAndMultiply(Matrix<double>.Build.DenseOfDiagonalArray(squares)) * scaled * inverse * scale;
        _t = StudentT.InvCDF(0, 1, freedom, 1 - ((1 - Interval.Confidence) / 2));
    }

    /// <summary>Half of the width of the 95 % interval of a figure, by the delta method.</summary>
    /// <param name="gradient">The figure's derivative by each parameter.</param>
    public double Reach(ReadOnlySpan<double> gradient)
    {
        var by = Vector<double>.Build.Dense(gradient.ToArray());
        return _t * Math.Sqrt(Math.Max(0, Math.Max(by * _equal * by, by * _unequal * by)));
    }
}
