using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Core.Running;

/// <summary>Sees the load as it happens.</summary>
public interface ILoadObserver
{
    /// <summary>A second of a phase is complete. Its counts and histograms will not change.</summary>
    void OnSecond(LoadSecond second)
    {
    }

    /// <summary>A second of the generator's own health.</summary>
    void OnHealth(HealthSecond second)
    {
    }

    /// <summary>A phase has begun.</summary>
    void OnPhaseStarted(PhasePlan phase)
    {
    }

    /// <summary>Something for people: a scenario's log line, a first failure.</summary>
    void OnMessage(string message)
    {
    }
}
