using LoadLab.Sdk;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>The scripted side of the comparison: one GET in a step, as a user would write it.</summary>
public sealed class BenchScenarios : IScenarioSource
{
    /// <inheritdoc/>
    public IReadOnlyList<ScenarioProps> Scenarios { get; } =
    [
        Scenario.Create("get", Get).WithInlineCompletions(),
        Scenario.Create("get-may-block", Get),
        Scenario.Create("idle", _ => Task.FromResult<IResponse>(Response.Ok())),
    ];

    private static async Task<IResponse> Get(IScenarioContext context) =>
        await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));
}
