namespace LoadLab.Core.Comparison;

/// <summary>The smallest shift that matters. Below it two runs are the same for all practical purposes, however sure the shift is.</summary>
/// <param name="Relative">Part of the value before, for times and throughput: 0.05 is 5 %.</param>
/// <param name="FloorMs">Smallest shift of a time that matters, in milliseconds.</param>
/// <param name="ErrorRatio">Difference of error ratios: 0.001 is 0.1 percentage points.</param>
public sealed record ComparisonMargin(double Relative = 0.05, double FloorMs = 1, double ErrorRatio = 0.001)
{
    /// <summary>5 %, at least 1 ms; 0.1 percentage points for errors.</summary>
    public static ComparisonMargin Default { get; } = new();

    /// <summary>The margin of one figure, in the unit of its shift.</summary>
    /// <param name="kind">The figure.</param>
    /// <param name="before">Its value before, in its unit.</param>
    public double Of(FigureKind kind, double before) => kind switch
    {
        FigureKind.ErrorRatio => ErrorRatio,
        FigureKind.Throughput => Relative,
        _ => before > 0 ? Math.Max(Relative, FloorMs / before) : Relative,
    };
}
