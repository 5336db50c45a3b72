using LoadLab.Core.Runs;
using LoadLab.K6.State;

namespace LoadLab.K6.Loads;

/// <summary>A script's options, as far as they are about load, requests and the summary.</summary>
internal sealed record ScriptOptions
{
    /// <summary>Its scenarios.</summary>
    public required IReadOnlyList<ScriptScenario> Scenarios { get; init; }

    /// <summary>Its limits.</summary>
    public required IReadOnlyList<ScriptThreshold> Thresholds { get; init; }

    /// <summary>What it says of requests.</summary>
    public required RequestOptions Requests { get; init; }

    /// <summary>How long setup may take.</summary>
    public required TimeSpan SetupTimeout { get; init; }

    /// <summary>How long teardown may take.</summary>
    public required TimeSpan TeardownTimeout { get; init; }

    /// <summary>True when setup does not run.</summary>
    public required bool NoSetup { get; init; }

    /// <summary>True when teardown does not run.</summary>
    public required bool NoTeardown { get; init; }

    /// <summary>What the summary shows of trends.</summary>
    public required IReadOnlyList<string> SummaryStatistics { get; init; }

    /// <summary>The unit of times in the summary; empty for what fits.</summary>
    public required string SummaryTimeUnit { get; init; }

    /// <summary>What is kept of trends: what the summary, the thresholds and LoadLab's own reports ask for.</summary>
    public required IReadOnlyList<string> TrendStatistics { get; init; }
}
