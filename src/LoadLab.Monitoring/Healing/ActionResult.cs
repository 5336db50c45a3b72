namespace LoadLab.Monitoring.Healing;

/// <summary>How an action ended.</summary>
/// <param name="Succeeded">It ended by itself and said that it is well.</param>
/// <param name="Code">Exit code, or status of the answer; null when there is none.</param>
/// <param name="Says">What it said, in one line.</param>
internal sealed record ActionResult(bool Succeeded, int? Code, string Says);
