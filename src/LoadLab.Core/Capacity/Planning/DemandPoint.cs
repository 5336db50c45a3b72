namespace LoadLab.Core.Capacity.Planning;

/// <summary>The peak of a day, a week or a month of production.</summary>
/// <param name="Day">When.</param>
/// <param name="Peak">Requests a second, above 0.</param>
public sealed record DemandPoint(DateOnly Day, double Peak);
