using LoadLab.K6.State;

namespace LoadLab.K6.Driving;

/// <summary>A scenario of a phase's mix.</summary>
/// <param name="Facts">The function to call, and what the script's options say of it.</param>
/// <param name="Share">Its share of the iterations, 0 to 1.</param>
internal sealed record DrivenShare(ScenarioFacts Facts, double Share);
