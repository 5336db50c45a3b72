using LoadLab.Core.Statistics;

namespace LoadLab.Core.Comparison;

/// <summary>A figure before the correction for many figures has been made.</summary>
internal sealed record UncorrectedFigure(
    StepKey Step, FigureKind Kind, double Before, double After, ShiftEstimate Estimate, double Margin, string? TooFew, int RunsBefore, int RunsAfter)
{
    private double Up => Kind.IsRelative() ? Math.Log(1 + Margin) : Margin;

    private double Down => !Kind.IsRelative() ? -Margin : Margin < 1 ? Math.Log(1 - Margin) : double.NegativeInfinity;

    private bool IsUp => Estimate.ErrorAbove(Up) <= Estimate.ErrorBelow(Down);

    /// <summary>Two-sided error of the claim that it moved beyond the margin.</summary>
    public double Error => TooFew is not null || double.IsNaN(Estimate.Shift.Estimate) ? 1 : Math.Min(1, 2 * Math.Min(Estimate.ErrorAbove(Up), Estimate.ErrorBelow(Down)));

    /// <summary>The verdict.</summary>
    /// <param name="stands">Whether the claim stands the correction.</param>
    /// <param name="figures">Number of figures judged at once.</param>
    public ComparedFigure Judge(bool stands, int figures)
    {
        var shift = Estimate.Shift;
        var isBeyond = shift.Low > Up || shift.High < Down;
        var isWithin = shift.Low >= Down && shift.High <= Up;
        var (verdict, reason) =
            double.IsNaN(shift.Estimate) ? (ShiftVerdict.Inconclusive, "A run has no sample of it.")
            : TooFew is not null ? (ShiftVerdict.Inconclusive, TooFew)
            : isBeyond && stands ? (IsUp == Kind.IsWorseWhenMore() ? ShiftVerdict.Regressed : ShiftVerdict.Improved, "The whole interval lies beyond the margin.")
            : isBeyond ? (ShiftVerdict.Inconclusive, $"Beyond the margin on its own, but not sure enough as one of {figures} figures.")
            : isWithin ? (ShiftVerdict.Equivalent, "The whole interval lies within the margin.")
            : double.IsInfinity(shift.Low) || double.IsInfinity(shift.High)
                ? (ShiftVerdict.Inconclusive, RunsBefore + RunsAfter > 2 ? $"{RunsBefore} and {RunsAfter} runs are too few for an interval." : "Too few seconds or samples for an interval.")
            : (ShiftVerdict.Inconclusive, "The interval reaches over the margin.");
        return new ComparedFigure(Step, Kind, Before, After, Kind.IsRelative() ? Relative(shift) : shift, Margin, verdict, reason);
    }

    private static Interval Relative(Interval log) => new(Math.Exp(log.Estimate) - 1, Math.Exp(log.Low) - 1, Math.Exp(log.High) - 1);
}
