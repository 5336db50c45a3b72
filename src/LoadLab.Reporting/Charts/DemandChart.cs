using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Planning;

namespace LoadLab.Reporting.Charts;

/// <summary>Demand month by month with its band, its history, and what one, two, three instances hold with the headroom left free.</summary>
public static class DemandChart
{
    private const int Instances = 3;

    /// <summary>Writes PNG, SVG and CSV into a directory, named <paramref name="name"/>.</summary>
    /// <returns>Paths of the files.</returns>
    /// <exception cref="LoadLabException">A chart cannot be drawn or written (104).</exception>
    public static IReadOnlyList<string> Write(CapacityPlan plan, string directory, string name)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(name);
        return ChartSet.Write(Build(plan, 8), Build(plan, 4), directory, name);
    }

    internal static ChartModel Build(CapacityPlan plan, int ticks)
    {
        var question = plan.Question;
        var model = question.Capacity.Model;
        var history = question.Demand.History;
        var first = Math.Min(plan.Months[0].Month.Index, history.Count > 0 ? (int)Math.Floor(YearMonth.Place(history[0].Day)) : int.MaxValue);
        var length = plan.Months[^1].Month.Index + 1 - first;

        // The forecast begins where the history ends, so that no gap stands between them.
        var months = plan.Months.Select(month => (X: month.Month.Index + 1.0 - first, month.Demand)).ToList();
        if (history.Count > 0 && YearMonth.Place(history[^1].Day) - first is var last && last < months[0].X)
        {
            months.Insert(0, (last, question.Demand.Level));
        }

        var demand = new ChartSeries("demand", Ink.High, [.. months.Select(month => month.X)], [.. months.Select(month => month.Demand.Estimate)])
        {
            Band = months.Any(month => month.Demand.Low < month.Demand.High) ? [.. months.Select(month => (month.Demand.Low, month.Demand.High))] : [],
            LargestGap = double.PositiveInfinity,
        };
        var peaks = history.Select(point => point.Peak).ToArray();
        List<ChartSeries> series = history.Count == 0 ? [demand] :
        [
            new ChartSeries("", Ink.Tail, [.. history.Select(point => YearMonth.Place(point.Day) - first)], peaks) { Intervals = [.. peaks.Select(peak => (peak, peak))], Full = "history" },
            demand,
        ];
        var limits = Enumerable.Range(question.Instances, Instances).Select(count => (Count: count, Holds: CapacityPlanner.Holds(question, count).Scale(1 - question.HeadroomRatio)))
            .Select(one => new ChartLimit($"{one.Count} {(one.Count == 1 ? "instance" : "instances")} {CapacityFigure.Held(model, one.Holds)}", one.Holds.Estimate)).ToList();
        var title = question.HeadroomRatio > 0 ? FormattableString.Invariant($"Peak demand against capacity, {question.HeadroomRatio * 100:0.#} % free") : "Peak demand against capacity";
        var shown = series.SelectMany(one => one.Y).Concat(demand.Band.Select(band => band.High)).Concat(limits.Select(limit => limit.Value));
        return new ChartModel(length, [], [], [new ChartPanel(title, model == CapacityModel.Rate ? "1/s" : "users", series, limits, ValueAxis.For(shown, [], mayBeLog: false), 8)])
        {
            Ticks = Ticks(first, length, ticks),
            AxisTitle = "end of month",
            Title = "Forecast of the demand against the capacity of some instances",
            Marks = plan.RunsOut.Expected is { } month ? [new ChartMark(month.Index + 1 - first, Ink.Resource) { Label = $"runs out {month}" }] : [],
        };
    }

    private static List<(double Place, string Label)> Ticks(int first, double length, int wanted)
    {
        var step = new[] { 1, 2, 3, 6, 12, 24, 60 }.FirstOrDefault(candidate => length / candidate <= wanted, 120);
        return [.. Enumerable.Range(0, (int)length).Where(at => (first + at + 1) % step == 0 && at + 1 <= length * 0.96).Select(at => (at + 1.0, new YearMonth(first + at).ToString()))];
    }
}
