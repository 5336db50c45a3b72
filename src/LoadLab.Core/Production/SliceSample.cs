namespace LoadLab.Core.Production;

/// <summary>What production said of one slice. Nothing (<see cref="Unknown"/>) is not zero.</summary>
/// <param name="IsKnown">False where there was no series, no number, or a stale one.</param>
/// <param name="Value">The value; for events the good ones.</param>
/// <param name="Maybe">Events of which a histogram cannot tell whether they are good, because the limit lies inside a bucket. 0 otherwise.</param>
/// <param name="Total">All events; 0 for a plain value.</param>
public readonly record struct SliceSample(bool IsKnown, double Value, double Maybe, double Total)
{
    /// <summary>Nothing is known.</summary>
    public static SliceSample Unknown => default;

    /// <summary>Events.</summary>
    public static SliceSample Events(double good, double total, double maybe = 0) => new(true, good, maybe, total);

    /// <summary>A plain value.</summary>
    public static SliceSample Of(double value) => new(true, value, 0, 0);
}
