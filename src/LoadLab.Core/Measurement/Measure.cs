namespace LoadLab.Core.Measurement;

/// <summary>A declared measure.</summary>
/// <param name="Name">From <see cref="MeasureNames"/>, or made by the same rule.</param>
/// <param name="Unit">Unit in plain words: <c>connections</c>, <c>bytes</c>, <c>ratio</c>, <c>ms</c>, <c>items</c>.</param>
/// <param name="Aggregation">How its samples are summed up.</param>
/// <param name="Description">What it says, for a report.</param>
public sealed record Measure(string Name, string Unit, MeasureAggregation Aggregation, string Description);
