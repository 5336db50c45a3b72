namespace LoadLab.Core.Runs;

/// <summary>What a k6 script's metrics and checks came to, under the names that k6 gives them.</summary>
/// <param name="Metrics">The metrics and their sub-metrics, by name.</param>
/// <param name="Checks">The checks, in the order in which they were first made.</param>
public sealed record ScriptResults(IReadOnlyList<ScriptMetric> Metrics, IReadOnlyList<ScriptCheck> Checks);
