using System.Text.Json;
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
        Scenario.Create("get-checked", GetChecked),
        Scenario.Create("idle", _ => Task.FromResult<IResponse>(Response.Ok())),
    ];

    /// <summary>What the k6 script beside it does.</summary>
    private static async Task<IResponse> GetChecked(IScenarioContext context) =>
        await Step.Run("get", context, async () =>
        {
            var response = await Http.Send(context.HttpClient, Http.CreateRequest("GET", "/items"), context.CancellationToken);
            if (response.Payload.IsNone)
            {
                return response;
            }

            using var body = JsonDocument.Parse(response.Payload.Value.Content.ReadAsStream());
            return body.RootElement.GetProperty("items").GetArrayLength() == 4 ? response : Response.Fail<HttpResponseMessage>(response.StatusCode, "no four items");
        });

    private static async Task<IResponse> Get(IScenarioContext context) =>
        await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));
}
