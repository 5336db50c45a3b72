using LoadLab.Sdk;

namespace NewProject1;

/// <summary>What one user does in an iteration. How many there are, and how often, says new-project-1.yaml.</summary>
public sealed class NewProject1User : IScenarioSource
{
    /// <inheritdoc/>
    public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("new_project_1_user", VisitAsync)];

    private static async Task<IResponse> VisitAsync(IScenarioContext context)
    {
        return await Requests.GetHome(context);
    }
}
