namespace LoadLab.Core.Capacity;

/// <summary>How busy one resource of the target was in a step.</summary>
/// <param name="Name">For people: <c>CPU of the API</c>, <c>connection pool of the API</c>.</param>
/// <param name="Measure">The measure that shows it, as in the record.</param>
/// <param name="BusyRatio">Mean busy share of the whole resource, 0 to 1; above 1 where work waited for it.</param>
/// <param name="Units">How many servers it has: cores, connections.</param>
public sealed record ResourceUse(string Name, string Measure, double BusyRatio, double Units);
