using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Core.Running;

/// <summary>What the driver knows at the end, beside the seconds that it has handed over.</summary>
/// <param name="Phases">The phases that ran.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why, when it did not complete.</param>
public sealed record LoadResult(IReadOnlyList<PhaseResult> Phases, RunOutcome Outcome, string Reason)
{
    /// <summary>What the metrics and checks of a k6 script came to; null when none ran.</summary>
    public ScriptResults? Script { get; init; }

    /// <summary>What the driver found beside the load.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The threshold of a k6 script that ended the load; null when none did.</summary>
    public RunStop? Stop { get; init; }
}
