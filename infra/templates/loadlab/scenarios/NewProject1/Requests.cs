using LoadLab.Sdk;

namespace NewProject1;

/// <summary>The requests of the target. Each is a step: one row of the report.</summary>
internal static class Requests
{
    /// <summary><c>GET /</c></summary>
    public static Task<Response<HttpResponseMessage>> GetHome(IScenarioContext context) => Step.Run("get_home", context, async () =>
    {
        using var request = Http.CreateRequest("GET", "/");
        return await Http.Send(context.HttpClient, request, context.CancellationToken);
    });
}
