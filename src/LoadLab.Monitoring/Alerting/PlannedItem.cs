namespace LoadLab.Monitoring.Alerting;

/// <summary>An alert, or the reason why there is none.</summary>
/// <param name="Alert">The alert; null when it is left out.</param>
/// <param name="LeftOut">What is left out and why; empty when nothing is.</param>
internal sealed record PlannedItem(PlannedAlert? Alert, string LeftOut = "");
