using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Testing;

/// <summary>Says in the test's output what the run is at.</summary>
internal sealed class OutputObserver(HiddenOutput output) : IRunObserver
{
    public void OnRunStarted(string runId, RunPlan plan) => output.Line($"Run {runId} begins.");

    public void OnStack(string line) => output.Line(line);

    public void OnPhaseStarted(PhasePlan phase) => output.Line($"Phase {phase.Name} begins.");

    public void OnMessage(string message) => output.Line(message);

    public void OnLoadEnded(RunOutcome outcome) => output.Line($"The load has ended ({outcome.ToString().ToLowerInvariant()}).");
}
