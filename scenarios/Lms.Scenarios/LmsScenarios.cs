using LoadLab.Sdk;

namespace Lms.Scenarios;

/// <summary>
/// The journeys of an LMS. One iteration is one action, that is one request, so that a plan of 150 arrivals a second is 150 requests a second;
/// only the first iteration of a virtual user logs in and reads its courses as well.
/// <list type="bullet">
/// <item><c>student</c>: a logged-in student, who reads, saves progress, hands in work and uploads.</item>
/// <item><c>catalogue_reader</c>: a visitor without an account.</item>
/// </list>
/// Settings: <c>users</c> (5000), <c>upload.bytes</c> (10000000), and <c>weight.&lt;action&gt;</c> for the share of an action.
/// </summary>
public sealed class LmsScenarios : IScenarioSource
{
    private readonly StudentJourney _student = new();
    private readonly CatalogueJourney _reader = new();

    /// <inheritdoc/>
    public IReadOnlyList<ScenarioProps> Scenarios =>
    [
        Scenario.Create("student", _student.RunAsync).WithInit(_student.InitAsync),
        Scenario.Create("catalogue_reader", _reader.RunAsync).WithInit(_reader.InitAsync),
    ];
}
