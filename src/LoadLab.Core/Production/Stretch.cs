namespace LoadLab.Core.Production;

/// <summary>A piece of a period, of neighbouring slices in one state.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="Length">Its length.</param>
public sealed record Stretch(DateTimeOffset From, TimeSpan Length);
