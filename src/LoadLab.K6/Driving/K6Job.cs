using LoadLab.Core.Runs;

namespace LoadLab.K6.Driving;

/// <summary>What a driver of k6 runs.</summary>
internal sealed class K6Job
{
    public required K6Program Program { get; init; }

    /// <summary>Where it works: the script's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>What the script finds in <c>__ENV</c>.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>More options of <c>k6 run</c>.</summary>
    public required IReadOnlyList<string> Flags { get; init; }

    /// <summary>The limits of the script.</summary>
    public required IReadOnlyList<ScriptThreshold> Thresholds { get; init; }

    /// <summary>How long <c>setup</c> may take.</summary>
    public required TimeSpan SetupTimeout { get; init; }

    /// <summary>How long <c>teardown</c> may take; zero for none.</summary>
    public required TimeSpan TeardownTimeout { get; init; }

    /// <summary>Host of the address that stands for no target.</summary>
    public required string NoTargetHost { get; init; }

    /// <summary>The phases of a plan, as k6 runs them.</summary>
    public required Func<RunPlan, IReadOnlyList<DrivenPhase>> Phases { get; init; }

    /// <summary>The module around the script.</summary>
    public required Func<IReadOnlyList<DrivenPhase>, string> Module { get; init; }

    /// <summary>What the script printed, once the run has ended.</summary>
    public string Output { get; set; } = "";
}
