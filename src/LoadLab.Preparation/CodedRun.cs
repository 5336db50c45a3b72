using LoadLab.Core.Suites;
using LoadLab.Sdk;

namespace LoadLab.Preparation;

/// <summary>A run whose scenarios are in the code that asks for it.</summary>
/// <param name="Suite">The suite that was made for it.</param>
/// <param name="Scenarios">All its scenarios.</param>
/// <param name="Catalogue">Name or path of the catalogue; null when the thresholds of the scenarios are all that judges it.</param>
internal sealed record CodedRun(SuiteFile Suite, IReadOnlyList<ScenarioProps> Scenarios, string? Catalogue);
