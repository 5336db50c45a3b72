using LoadLab.Sdk;

namespace LoadLab.TestProcesses;

/// <summary>Against backends that are not ours: <c>get</c> asks for the setting <c>path</c>, <c>courses</c> works with a Parse Server.</summary>
public sealed class ForeignScenarios : IScenarioSource
{
    public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("get", Get), Scenario.Create("courses", Courses), Scenario.Create("login", Login)];

    private static async Task<IResponse> Get(IScenarioContext context) =>
        await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", context.Settings["path"]), context.CancellationToken));

    private static async Task<IResponse> Courses(IScenarioContext context)
    {
        var added = await Step.Run("add", context, () => Http.Send(
            context.HttpClient, Parse("POST", "/parse/classes/Course").WithJsonBody(new { Title = "A course" }), context.CancellationToken));
        return added.IsError
            ? added
            : await Step.Run("list", context, () => Http.Send(context.HttpClient, Parse("GET", "/parse/classes/Course?limit=10"), context.CancellationToken));
    }

    private static async Task<IResponse> Login(IScenarioContext context) => await Step.Run("login", context, () => Http.Send(
        context.HttpClient, Parse("GET", "/parse/login?username=ada&password=wrong"), context.CancellationToken));

    private static HttpRequestMessage Parse(string method, string path) => Http.CreateRequest(method, path).WithHeader("X-Parse-Application-Id", "zoo");
}
