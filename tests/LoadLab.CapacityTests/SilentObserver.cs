using LoadLab.Core.Runs;

namespace LoadLab.CapacityTests;

/// <summary>Looks on and says nothing.</summary>
internal sealed class SilentObserver : IRunObserver
{
    public void OnHealth(HealthSecond second)
    {
    }

    public void OnRunStarted(string runId, RunPlan plan)
    {
    }

    public void OnStack(string line)
    {
    }

    public void OnProbe(Measure measure, ProbePoint point)
    {
    }

    public void OnLoadEnded(RunOutcome outcome)
    {
    }

    public void OnSecond(LoadSecond second)
    {
    }

    public void OnPhaseStarted(PhasePlan phase)
    {
    }

    public void OnMessage(string message)
    {
    }
}
