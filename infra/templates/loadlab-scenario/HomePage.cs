using LoadLab.Sdk;

namespace Scenarios._1;

/// <summary>The scenarios of this assembly. LoadLab finds public classes such as this one.</summary>
public sealed class HomePage : IScenarioSource
{
    /// <inheritdoc/>
    public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("home_page", OpenAsync)];

    /// <summary>What a virtual user does in one iteration. How many there are, and how often, says suite.yaml.</summary>
    private static async Task<IResponse> OpenAsync(IScenarioContext context)
    {
        var path = context.Settings.GetValueOrDefault("path", "/");
        return await Step.Run("open", context, async () =>
        {
            using var request = Http.CreateRequest("GET", path).WithHeader("Accept", "text/html");
            return await Http.Send(context.HttpClient, request, context.CancellationToken);
        });
    }
}
