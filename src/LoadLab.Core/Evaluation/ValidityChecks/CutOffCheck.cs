using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>
/// Iterations that had not ended when the drain was over: it is not known how long they would have taken, and no percentile holds them. Where so few ended that
/// nothing can pass, nothing passes wrongly: such a run is too small, and not invalid.
/// </summary>
internal sealed class CutOffCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos) =>
        from phase in record.Phases
        where phase.Measured.Interrupted > 0
        // Another driver breaks iterations off when a rule stops it. Such a run passes nothing, so nothing passes wrongly.
        let isByRule = record is { Driver: not null, Stop: not null }
        let ratio = phase.Measured.Interrupted / (double)phase.Measured.Started
        select new Finding(
            "cut-off",
            !isByRule && ratio > ValidityLimits.CutOffRatio && phase.Measured.Ok + phase.Measured.Failed >= ValidityLimits.FewestToPass ? FindingSeverity.Invalid : FindingSeverity.Warning,
            $"{Figures.Count(phase.Measured.Interrupted)} of {Figures.Count(phase.Measured.Started)} iterations in phase '{phase.Name}' had not ended when {(isByRule ? "a rule stopped the run" : "the drain was over")}",
            "0.1 %: they are the slowest of all, and the percentiles leave them out",
            "Set a requestTimeout below the drain, so that they count as timeouts, or lengthen the drain.");
}
