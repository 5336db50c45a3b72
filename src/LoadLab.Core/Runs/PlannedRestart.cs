using LoadLab.Core.Measurement;

namespace LoadLab.Core.Runs;

/// <summary>A finding about a part that started anew, and what is said in its place when the suite's faults had it started again: then it is no fault of the target.</summary>
/// <param name="Check">The finding's name.</param>
/// <param name="Role">The part: <c>redis</c>.</param>
/// <param name="Times">How often it began anew.</param>
/// <param name="Told">What is said when the faults account for each time.</param>
public sealed record PlannedRestart(string Check, string Role, int Times, Finding Told);
