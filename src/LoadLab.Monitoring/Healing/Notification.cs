namespace LoadLab.Monitoring.Healing;

/// <summary>What Alertmanager posts: its alerts, or why it is none.</summary>
/// <param name="Alerts">In their order; empty when it is no notification.</param>
/// <param name="Faults">What is wrong with it, with the place; empty when nothing is.</param>
/// <param name="Truncated">Alerts that Alertmanager itself left out.</param>
public sealed record Notification(IReadOnlyList<IncomingAlert> Alerts, IReadOnlyList<string> Faults, long Truncated);
