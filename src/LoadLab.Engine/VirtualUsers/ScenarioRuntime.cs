using LoadLab.Sdk;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>A scenario within a phase.</summary>
/// <param name="Index">Its place in the phase's mix.</param>
/// <param name="Props">Its definition.</param>
/// <param name="Weight">Its share.</param>
internal sealed record ScenarioRuntime(int Index, ScenarioProps Props, double Weight)
{
    private volatile bool _stopped;

    /// <summary>True when the scenario asked to be stopped.</summary>
    public bool Stopped => _stopped;

    public void Stop() => _stopped = true;
}
