namespace LoadLab.Core.Runs;

/// <summary>Figures that the scenarios made themselves, beside those of their requests.</summary>
/// <param name="Metrics">Their metrics, by kind and name.</param>
/// <param name="Checks">Their checks, by group and name.</param>
public sealed record CustomResults(IReadOnlyList<CustomMetric> Metrics, IReadOnlyList<ScriptCheck> Checks);
