using LoadLab.Sdk;

namespace LoadLab.TestProcesses;

/// <summary>Promises not to block, and blocks: each answer is followed by 50 ms of a thread that other answers wait for.</summary>
public sealed class BlockingScenarios : IScenarioSource
{
    public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("blocks", Block).WithInlineCompletions()];

    private static async Task<IResponse> Block(IScenarioContext context)
    {
        var answer = await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));
#pragma warning disable RS0030 // Blocking is what this scenario is for.
        Thread.Sleep(50);
#pragma warning restore RS0030
        return answer;
    }
}
