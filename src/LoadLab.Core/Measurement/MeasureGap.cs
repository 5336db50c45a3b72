namespace LoadLab.Core.Measurement;

/// <summary>A measure that the stack of a plan cannot bring.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Needs">What it would take, to be read after "needs".</param>
/// <param name="IsCertain">False when the target may be one that has it all the same: the reference LMS under an address of the user's.</param>
internal sealed record MeasureGap(string Measure, string Needs, bool IsCertain);
