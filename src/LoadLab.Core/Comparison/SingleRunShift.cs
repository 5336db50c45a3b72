using LoadLab.Core.Statistics;

namespace LoadLab.Core.Comparison;

/// <summary>
/// One run against several, as against a baseline of several runs. Sets have no exact interval with one run on a side (1 and 9 runs can show no more than
/// 20 %), but the several tell what varies from run to run: the shift is that of the one from their mean, with the block bootstrap's interval over the seconds of all,
/// widened by <see cref="BetweenRunVariance"/> with their spread. It assumes that the one varies from run to run as the several do. Where a calibration of the machine
/// rests on more runs than they are, its spread counts.
/// </summary>
internal static class SingleRunShift
{
    public static ShiftEstimate Of(StepKey key, FigureKind kind, List<StepSeries> a, List<StepSeries> b, NoiseFigure? calibrated)
    {
        var many = a.Count > 1 ? a : b;
        var own = RunSpread.Figure(key, kind, many);
        var noise = calibrated is not null && (own is null || calibrated.Runs > many.Count) ? calibrated : own;
        if (noise is null)
        {
            return ShiftEstimate.Unknown(Mean(kind, b) - Mean(kind, a));
        }

        var shift = Comparer.OfPair(key, kind, Joined(a), Joined(b));
        var moved = Mean(kind, b) - Mean(kind, a) - shift.Shift.Estimate;
        return BetweenRunVariance.Widen(Move(shift, moved), noise, a.Count, b.Count);
    }

    /// <summary>All seconds one after the other. The seam between two runs is one second in many that follows another than it did.</summary>
    private static StepSeries Joined(List<StepSeries> runs) => runs.Count == 1 ? runs[0] : new StepSeries
    {
        Response = [.. runs.SelectMany(run => run.Response)],
        Failures = [.. runs.SelectMany(run => run.Failures)],
        WholeSeconds = [.. runs.SelectMany(run => run.WholeSeconds)],
        Seconds = runs.Sum(run => run.Seconds),
    };

    private static double Mean(FigureKind kind, List<StepSeries> runs) => runs.Average(run => Comparer.Scale(kind, run.Value(kind)));

    /// <summary>The same around another point: the mean of the runs, and not the figure of all their requests together.</summary>
    private static ShiftEstimate Move(ShiftEstimate shift, double by) => !double.IsFinite(by) ? ShiftEstimate.Unknown(shift.Shift.Estimate) : new ShiftEstimate(
        new Interval(shift.Shift.Estimate + by, shift.Shift.Low + by, shift.Shift.High + by),
        threshold => shift.ErrorAbove(threshold - by),
        threshold => shift.ErrorBelow(threshold - by));
}
