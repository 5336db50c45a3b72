using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Running;

/// <summary>Sees a whole run as it happens. Calls come from one thread at a time. What an observer does not implement it does not look at.</summary>
public interface IRunObserver : ILoadObserver
{
    /// <summary>What it has to say of the run itself when the load has ended; kept with the run.</summary>
    IReadOnlyList<Finding> Findings => [];

    /// <summary>The plan is made; the stack is about to start.</summary>
    void OnRunStarted(string runId, RunPlan plan)
    {
    }

    /// <summary>A line about the stack: what starts, what is ready, what was chosen and why.</summary>
    void OnStack(string line)
    {
    }

    /// <summary>A sample of a probe.</summary>
    void OnProbe(Measure measure, ProbePoint point)
    {
    }

    /// <summary>The load has ended; what follows is draining, stopping the stack, judging and writing.</summary>
    void OnLoadEnded(RunOutcome outcome)
    {
    }
}
