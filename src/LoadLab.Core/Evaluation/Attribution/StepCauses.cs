using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Attribution;

/// <summary>What was saturated in a step of a capacity search.</summary>
/// <param name="Causes">What was saturated by the time that the row was crossed, a cause before its effects.</param>
/// <param name="Consequences">What was saturated only later, and what the row cannot have waited for.</param>
/// <param name="IsWatched">Whether anything of the target was watched at all: without, nothing seen means nothing.</param>
internal sealed record StepCauses(IReadOnlyList<Bottleneck> Causes, IReadOnlyList<Bottleneck> Consequences, bool IsWatched);
