using LoadLab.Sdk;

namespace LoadLab.TestProcesses;

/// <summary>A careless scenario: it reads a file beside its suite, sends a token, and tells the token in its log and in its failures.</summary>
public sealed class TellingScenarios : IScenarioSource
{
    public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("tells", TellAsync).WithInit(CheckAsync), Scenario.Create("confides", ConfideAsync).WithSecrets("api-token")];

    private static async Task CheckAsync(IScenarioInitContext context)
    {
        if (context.Settings.TryGetValue("file", out var file) && await File.ReadAllTextAsync(Path.Combine(context.SuiteDirectory, file), context.CancellationToken) != "beside")
        {
            throw new InvalidOperationException($"{file} is another file.");
        }
    }

    /// <summary>Sends a secret in every place where one can be, and tells it in log, message and fault.</summary>
    private static async Task<IResponse> ConfideAsync(IScenarioContext context) => await Step.Run("confide", context, async () =>
    {
        var secret = context.Secret("api-token");
        using var request = Http.CreateRequest("POST", "/a?key=" + Uri.EscapeDataString(secret)).WithHeader("X-Key", secret)
            .WithHeader("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("ann:" + secret))).WithJsonBody(new { Key = secret });
        var answer = await Http.Send(context.HttpClient, request, context.CancellationToken);
        context.Logger.Warning("sent {Secret}", secret);
        return context.InvocationNumber % 2 == 0 ? throw new InvalidOperationException($"thrown with {secret}") : answer.IsError ? answer : Response.Fail<HttpResponseMessage>(answer.StatusCode, $"told {secret}");
    });

    private static async Task<IResponse> TellAsync(IScenarioContext context) => await Step.Run("tell", context, async () =>
    {
        var token = context.Settings.GetValueOrDefault("token", "none");
        using var request = Http.CreateRequest("GET", context.Settings.GetValueOrDefault("path", "/")).WithHeader("Authorization", token);
        var answer = await Http.Send(context.HttpClient, request, context.CancellationToken);
        context.Logger.Warning("sent {Token} from {Folder}", token, context.SuiteDirectory);
        return answer.IsError ? Response.Fail(statusCode: answer.StatusCode, message: $"refused: {token}") : Response.Ok(statusCode: answer.StatusCode);
    });
}
