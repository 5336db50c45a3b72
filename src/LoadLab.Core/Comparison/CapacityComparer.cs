using LoadLab.Core.Capacity;
using LoadLab.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Comparison;

/// <summary>
/// Compares what capacity searches found: the ratio of two capacities with its interval from both, by recovery of their variances (MOVER; Zou and Donner 2008) in
/// logarithms, which takes each side's interval as skewed as it is. Several searches of a side are taken by the mean of their logarithms, with Student's interval where
/// that is wider than their own. Pure.
/// </summary>
public static class CapacityComparer
{
    /// <summary>Compares.</summary>
    /// <param name="before">Searches of the first side.</param>
    /// <param name="after">Searches of the second side.</param>
    /// <param name="margin">Smallest shift that matters; null for <see cref="ComparisonMargin.Default"/>.</param>
    /// <exception cref="LoadLabException">They cannot be compared (104); with every reason.</exception>
    public static CapacityComparison Compare(IReadOnlyList<ComparedRun> before, IReadOnlyList<ComparedRun> after, ComparisonMargin? margin = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ComparisonChecks.Check(before, after);
        var relative = (margin ?? ComparisonMargin.Default).Relative;
        var faults = new List<string>();
        var shifts = new List<CapacityShift>();
        foreach (var model in before[0].Capacity.Select(answer => answer.Model))
        {
            var (a, b) = (Side(before, model, faults), Side(after, model, faults));
            if (a is { } from && b is { } to)
            {
                shifts.Add(Shift(model, from, to, relative));
            }
        }

        if (shifts.Count == 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults.Count > 0 ? faults : ["The two sides searched in no model in common."], "Compare searches that have an answer. See: loadlab runs list");
        }

        return new CapacityComparison
        {
            Suite = before[0].Record.Plan.Suite,
            Before = [.. before.Select(run => run.Record.RunId)],
            After = [.. after.Select(run => run.Record.RunId)],
            Margin = relative,
            Differences = FingerprintDifference.Of([.. before.Select(run => run.Record)], [.. after.Select(run => run.Record)]),
            Shifts = shifts,
            Notes =
            [
                .. faults,
                .. before.Count == 1 && after.Count == 1 ? ["Two single searches: what varies from start to start of the stack is in neither interval. Sets of searches show it."] : Array.Empty<string>(),
            ],
        };
    }

    /// <summary>The ratio of two capacities less 1, with its interval.</summary>
    public static Interval Ratio(Interval before, Interval after)
    {
        var (a, b) = (Logs(before), Logs(after));
        var shift = b.Estimate - a.Estimate;
        var low = shift - Math.Sqrt(Square(b.Estimate - b.Low) + Square(a.High - a.Estimate));
        var high = shift + Math.Sqrt(Square(b.High - b.Estimate) + Square(a.Estimate - a.Low));
        var hasBound = double.IsInfinity(before.High) || double.IsInfinity(after.High) || before.Low <= 0 || after.Low <= 0;
        return new Interval(hasBound ? double.NaN : Math.Exp(shift) - 1, Math.Exp(low) - 1, Math.Exp(high) - 1);
    }

    /// <summary>What a shift means, where more is better.</summary>
    public static ShiftVerdict Judge(Interval shift, double margin) =>
        shift.High < -margin ? ShiftVerdict.Regressed
        : shift.Low > margin ? ShiftVerdict.Improved
        : shift.Low >= -margin && shift.High <= margin ? ShiftVerdict.Equivalent
        : ShiftVerdict.Inconclusive;

    private static CapacityShift Shift(CapacityModel model, Interval before, Interval after, double margin)
    {
        var shift = Ratio(before, after);
        return new CapacityShift(model, before, after, shift, Judge(shift, margin));
    }

    /// <summary>What the searches of a side hold together; null with a fault where one has no answer.</summary>
    private static Interval? Side(IReadOnlyList<ComparedRun> runs, CapacityModel model, List<string> faults)
    {
        var held = new List<Interval>();
        foreach (var run in runs)
        {
            if (run.Capacity.FirstOrDefault(answer => answer.Model == model)?.Held is { } interval)
            {
                held.Add(interval);
            }
            else
            {
                faults.Add($"Run '{run.Record.RunId}' has no answer in {(model == CapacityModel.Rate ? "arrival rate" : "users")}.");
            }
        }

        return held.Count < runs.Count ? null : held.Count == 1 ? held[0] : Mean(held);
    }

    private static Interval Mean(List<Interval> held)
    {
        var logs = held.ConvertAll(Logs);
        var mean = logs.Average(value => value.Estimate);

        // Their own errors are independent; that of the mean is what is left of them.
        var low = mean - (Math.Sqrt(logs.Sum(value => Square(value.Estimate - value.Low))) / held.Count);
        var high = mean + (Math.Sqrt(logs.Sum(value => Square(value.High - value.Estimate))) / held.Count);
        var deviation = Math.Sqrt(logs.Sum(value => Square(value.Estimate - mean)) / (held.Count - 1));
        var reach = StudentT.InvCDF(0, 1, held.Count - 1, 1 - ((1 - Interval.Confidence) / 2)) * deviation / Math.Sqrt(held.Count);
        return new Interval(Math.Exp(mean), Math.Exp(Math.Min(low, mean - reach)), Math.Exp(Math.Max(high, mean + reach)));
    }

    private static Interval Logs(Interval value) => new(Math.Log(value.Estimate), Math.Log(value.Low), Math.Log(value.High));

    private static double Square(double value) => value * value;
}
