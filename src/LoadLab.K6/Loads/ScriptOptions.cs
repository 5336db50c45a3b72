using LoadLab.Core.Runs;
using LoadLab.K6.State;

namespace LoadLab.K6.Loads;

/// <summary>A script's options, as far as they are about load and requests.</summary>
/// <param name="Scenarios">Its scenarios.</param>
/// <param name="Thresholds">Its limits.</param>
/// <param name="Requests">What it says of requests.</param>
/// <param name="SetupTimeout">How long setup may take.</param>
/// <param name="TeardownTimeout">How long teardown may take.</param>
/// <param name="TrendStatistics">What its summary shows of trends.</param>
internal sealed record ScriptOptions(
    IReadOnlyList<ScriptScenario> Scenarios,
    IReadOnlyList<ScriptThreshold> Thresholds,
    RequestOptions Requests,
    TimeSpan SetupTimeout,
    TimeSpan TeardownTimeout,
    IReadOnlyList<string> TrendStatistics);
