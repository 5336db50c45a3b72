using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Comparison;

/// <summary>A run that takes part in a comparison or a trend.</summary>
/// <param name="Record">What it measured.</param>
/// <param name="Validity">Whether it counts.</param>
public sealed record ComparedRun(RunRecord Record, ValidityStatus Validity);
