using LoadLab.Sdk;

namespace LoadLab.TestProcesses;

/// <summary>Promises not to block, and blocks: each answer is followed by 50 ms of a thread that other answers wait for.</summary>
public sealed class BlockingScenarios : IScenarioSource
{
    public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("blocks", Block).WithInlineCompletions(), Scenario.Create("sleeps", Sleep)];

    private static async Task<IResponse> Block(IScenarioContext context)
    {
        var answer = await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));
#pragma warning disable RS0030 // Blocking is what this scenario is for.
        Thread.Sleep(50);
#pragma warning restore RS0030
        return answer;
    }

    /// <summary>Sleeps in its second step, on a thread of the pool.</summary>
    private static async Task<IResponse> Sleep(IScenarioContext context)
    {
        await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));
        return await Step.Run("think", context, async () =>
        {
            await Task.Yield();
#pragma warning disable RS0030 // Blocking is what this scenario is for.
            Thread.Sleep(200);
#pragma warning restore RS0030
            return Response.Ok();
        });
    }
}
