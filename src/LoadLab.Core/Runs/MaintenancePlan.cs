namespace LoadLab.Core.Runs;

/// <summary>A time of the run in which alerts are expected (<c>maintenance:</c> of the suite): they are shown, and nobody is told.</summary>
/// <param name="From">On the run's clock: counted from the start of the load, warm-up included.</param>
/// <param name="To">Its end.</param>
/// <param name="Reason">Why.</param>
public sealed record MaintenancePlan(TimeSpan From, TimeSpan To, string Reason);
