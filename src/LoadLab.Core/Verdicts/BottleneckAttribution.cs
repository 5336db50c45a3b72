namespace LoadLab.Core.Verdicts;

/// <summary>What broke first: the SLO that was crossed first, and what was saturated then.</summary>
/// <param name="SloId">The SLO that was crossed first.</param>
/// <param name="SloTitle">Its title.</param>
/// <param name="Phase">The phase.</param>
/// <param name="CrossedSecond">Second of the run's clock at which it was crossed.</param>
/// <param name="Causes">What was saturated around that second, the cause before its effects: the first is the answer. Empty when nothing that LoadLab watches was.</param>
public sealed record BottleneckAttribution(string SloId, string SloTitle, string Phase, int CrossedSecond, IReadOnlyList<Bottleneck> Causes);
