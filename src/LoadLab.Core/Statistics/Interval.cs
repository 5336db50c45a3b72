namespace LoadLab.Core.Statistics;

/// <summary>An estimate and its confidence interval, in the estimate's unit.</summary>
/// <param name="Estimate">The point.</param>
/// <param name="Low">Lower end; negative infinity when the sample bounds nothing from below.</param>
/// <param name="High">Upper end; positive infinity when the sample bounds nothing from above.</param>
public readonly record struct Interval(double Estimate, double Low, double High)
{
    /// <summary>The 95 % that every verdict rests on.</summary>
    public const double Confidence = 0.95;

    /// <summary>An exact figure: the interval is the point.</summary>
    public static Interval Exact(double value) => new(value, value, value);

    /// <summary>The narrowest interval that holds both.</summary>
    public Interval Widen(Interval other) => this with { Low = Math.Min(Low, other.Low), High = Math.Max(High, other.High) };

    /// <summary>In another unit.</summary>
    public Interval Scale(double factor) => new(Estimate * factor, Low * factor, High * factor);
}
