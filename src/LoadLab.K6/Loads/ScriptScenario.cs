using LoadLab.Core.Runs;
using LoadLab.K6.State;

namespace LoadLab.K6.Loads;

/// <summary>A scenario of a script's options, and the phase that it becomes.</summary>
/// <param name="Facts">What the script may know of it.</param>
/// <param name="Phase">The phase.</param>
/// <param name="MaxDuration">When iterations end it: the longest that it may last.</param>
/// <param name="RampDown">How long a user that a ramp takes away may go on with its iteration; null where no ramp does.</param>
internal sealed record ScriptScenario(ScenarioFacts Facts, PhasePlan Phase, TimeSpan? MaxDuration, TimeSpan? RampDown);
