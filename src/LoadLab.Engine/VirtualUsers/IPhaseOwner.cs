using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Engine.Recording;
using LoadLab.Engine.SelfHealth;
using LoadLab.Sdk;

namespace LoadLab.Engine.VirtualUsers;

/// <summary>The run that a phase belongs to, as the phase knows it. Thread-safe.</summary>
internal interface IPhaseOwner
{
    /// <summary>What was asked for.</summary>
    LoadRequest Request { get; }

    /// <summary>The run's clock.</summary>
    TimeProvider Time { get; }

    /// <summary>Where scenarios write.</summary>
    IScenarioLogger Logger { get; }

    /// <summary>The secrets that scenarios ask for.</summary>
    SecretSource Secrets { get; }

    /// <summary>Whether code that keeps its thread is looked for.</summary>
    BlockingWatch Blocking { get; }

    /// <summary>Numbers of metrics and checks.</summary>
    MetricTable Metrics { get; }

    /// <summary>A data feed has ended, and with it a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="reason">Which feed.</param>
    void FeedEnded(string scenario, string reason);

    /// <summary>Ends the run gracefully.</summary>
    void StopAll(string reason);

    /// <summary>Says what failed first of its kind.</summary>
    void FirstFailure(string line);

    /// <summary>Hands a line to who watches.</summary>
    void Message(string line);
}
