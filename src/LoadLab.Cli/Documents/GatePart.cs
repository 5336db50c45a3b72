using LoadLab.Core.Gate;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Documents;

/// <summary>The decision of a gate: the member <c>gate</c> that its document has beside those of the run document.</summary>
internal sealed record GatePart(string Decision, int ExitCode, string Reason, string Baseline, IReadOnlyList<string> NotCompared, ComparisonDocument? Comparison)
{
    public static GatePart Of(GateResult gate) => new(
        DocumentWords.Of(gate.Decision),
        (int)gate.ExitCode,
        gate.Reason,
        gate.Baseline,
        gate.NotCompared,
        gate.Comparison is { } comparison ? ComparisonDocument.Of(comparison) : null);
}
