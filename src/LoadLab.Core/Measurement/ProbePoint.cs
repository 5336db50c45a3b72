namespace LoadLab.Core.Measurement;

/// <summary>One sample.</summary>
/// <param name="Second">Second of the run's clock.</param>
/// <param name="Value">In the measure's unit.</param>
public readonly record struct ProbePoint(double Second, double Value);
