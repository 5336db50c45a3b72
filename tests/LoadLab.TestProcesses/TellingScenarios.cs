using LoadLab.Sdk;

namespace LoadLab.TestProcesses;

/// <summary>A careless scenario: it reads a file beside its suite, sends a token, and tells the token in its log and in its failures.</summary>
public sealed class TellingScenarios : IScenarioSource
{
    public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("tells", TellAsync).WithInit(CheckAsync)];

    private static async Task CheckAsync(IScenarioInitContext context)
    {
        if (context.Settings.TryGetValue("file", out var file) && await File.ReadAllTextAsync(Path.Combine(context.SuiteDirectory, file), context.CancellationToken) != "beside")
        {
            throw new InvalidOperationException($"{file} is another file.");
        }
    }

    private static async Task<IResponse> TellAsync(IScenarioContext context) => await Step.Run("tell", context, async () =>
    {
        var token = context.Settings.GetValueOrDefault("token", "none");
        using var request = Http.CreateRequest("GET", context.Settings.GetValueOrDefault("path", "/")).WithHeader("Authorization", token);
        var answer = await Http.Send(context.HttpClient, request, context.CancellationToken);
        context.Logger.Warning("sent {Token} from {Folder}", token, context.SuiteDirectory);
        return answer.IsError ? Response.Fail(statusCode: answer.StatusCode, message: $"refused: {token}") : Response.Ok(statusCode: answer.StatusCode);
    });
}
