using LoadLab.Core.Runs;

namespace LoadLab.Core.Suites;

/// <summary>What the options of a k6 script say, for a suite that names the script where an assembly may stand.</summary>
/// <param name="Plan">The script and its thresholds.</param>
/// <param name="Phases">Its scenarios as phases: the load of a suite that has no phases.</param>
/// <param name="Own">The load of each of its scenarios and functions that has one: that of a phase which says none.</param>
public sealed record ScriptLoad(ScriptPlan Plan, IReadOnlyList<PhasePlan> Phases, IReadOnlyDictionary<string, PhasePlan> Own);
