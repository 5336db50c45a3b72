using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;
using LoadLab.Sdk;

namespace LoadLab.K6;

/// <summary>A k6 script that was read, and what runs it.</summary>
public interface IScript
{
    /// <summary>What of it stands in a run's plan.</summary>
    ScriptPlan Plan { get; }

    /// <summary>What runs it, when that is not LoadLab's own engine; null when it is.</summary>
    ForeignDriver? Driver { get; }

    /// <summary>What a run's fingerprint says of what makes the load; empty for LoadLab's own engine.</summary>
    IReadOnlyDictionary<string, string> Generator { get; }

    /// <summary>A phase for each of its scenarios.</summary>
    IReadOnlyList<PhasePlan> Phases { get; }

    /// <summary>Its scenarios, and those of its functions that could be one.</summary>
    IReadOnlyList<ScenarioProps> Scenarios { get; }

    /// <summary>What it says of the load, for a suite that names it.</summary>
    ScriptLoad SuiteLoad { get; }

    /// <summary>Options that have no effect here, one sentence each.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>What <c>handleSummary</c> has for the terminal, once the run has ended; empty for nothing.</summary>
    string SummaryText { get; }

    /// <summary>Refuses what of a plan its driver cannot do, before anything is started.</summary>
    /// <exception cref="Core.LoadLabException">There is something (104); with every such thing.</exception>
    void Check(RunPlan plan);

    /// <summary>What runs it.</summary>
    /// <param name="engine">LoadLab's own engine.</param>
    /// <param name="health">Watches this process and machine, for a driver that is not LoadLab's.</param>
    ILoadDriver CreateDriver(ILoadDriver engine, Func<TimeProvider, IGeneratorHealth> health);
}
