namespace LoadLab.Monitoring.Healing;

/// <summary>How something is that must recover.</summary>
/// <param name="IsKept">True when it is well, false when it is broken, null when nobody knows.</param>
/// <param name="Says">What was seen.</param>
internal sealed record HealthState(bool? IsKept, string Says);
