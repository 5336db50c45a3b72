namespace LoadLab.Core.Runs;

/// <summary>What a comparison with a baseline said, for a decision that needs one. Kept in the record by <c>gate</c>.</summary>
/// <param name="Baseline">The runs that it was held against.</param>
/// <param name="State">Whether nothing has become worse; not known when that could not be found out.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record RegressionEvidence(IReadOnlyList<string> Baseline, ConditionState State, string Reason);
