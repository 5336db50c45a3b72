namespace LoadLab.Engine.VirtualUsers;

/// <summary>Its place among those of its scenario, which data feeds choose by.</summary>
internal sealed partial class VirtualUser
{
    public int ScenarioUserNumber { get; init; }

    public long ScenarioIterationNumber { get; set; }

    /// <summary>A feed has no more for this iteration: it does not count, also where the scenario keeps the exception to itself.</summary>
    public void FeedEnded(string reason)
    {
        _isWithdrawn = true;
        _phase.FeedEnded(Scenario, reason);
    }
}
