namespace LoadLab.Core.Catalogue;

/// <summary>What is wrong with a measure that a row names.</summary>
/// <param name="Key">The key of the row: <c>indicator</c> or <c>objective</c>.</param>
/// <param name="Part">The key inside of it; empty for the whole.</param>
/// <param name="What">What is wrong, and what to write.</param>
internal sealed record MeasureFault(string Key, string Part, string What)
{
    /// <summary>With where it stands in the row: <c>indicator.measure: there is no …</c></summary>
    public string Message => $"{Key}{(Part.Length == 0 ? "" : ".")}{Part}: {What}";

    public static MeasureFault OfIndicator(string part, string what) => new("indicator", part, what);

    public static MeasureFault OfObjective(string what) => new("objective", "", what);
}
