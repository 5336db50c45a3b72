using LoadLab.Core;
using LoadLab.Core.Capacity;

namespace LoadLab.Reporting.Charts;

/// <summary>Bars of what is held against what must be held, each with its 95 % interval: a bar above the line holds its target.</summary>
public static class HeadroomChart
{
    private const double BarWidth = 0.5;

    /// <summary>Writes PNG, SVG and CSV into a directory, named <paramref name="name"/>.</summary>
    /// <returns>Paths of the files.</returns>
    /// <exception cref="LoadLabException">A chart cannot be drawn or written (104).</exception>
    public static IReadOnlyList<string> Write(IReadOnlyList<CapacityTarget> targets, string subject, string directory, string name)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(name);
        var model = Build(targets, subject);
        return ChartSet.Write(model, model, directory, name);
    }

    internal static ChartModel Build(IReadOnlyList<CapacityTarget> targets, string subject)
    {
        var series = new List<ChartSeries>();
        foreach (var (target, at) in targets.Select((target, at) => (target, at)))
        {
            var held = target.Held.Scale(1 / target.Load);
            var ink = held.Low >= 1 ? Ink.Flow : held.High < 1 ? Ink.Failure : Ink.Planned;
            double[] edges = [at + ((1 - BarWidth) / 2), at + ((1 + BarWidth) / 2)];
            series.Add(new ChartSeries("", ink, edges, [held.Estimate, held.Estimate]) { Filled = true, Full = target.Name });
            series.Add(new ChartSeries("", ink, [at + 0.5], [held.Estimate]) { Intervals = [(held.Low, Top(target))], Full = target.Name });
        }

        var values = series.SelectMany(one => one.Y).Concat(targets.Select(Top)).Append(1);
        return new ChartModel(
            Math.Max(1, targets.Count), [], [],
            [new ChartPanel("Held, as a share of the target", "ratio", series, [new ChartLimit("target", 1)], ValueAxis.For(values, [], mayBeLog: false, headroom: 1.2), 6)
            {
                Notes = [.. targets.Select((target, at) => new ChartNote(at + 0.5, Top(target), $"{CapacityFigure.Held(target.Model, target.Held)}, {CapacityFigure.Share(target.Held.Scale(1 / target.Load))}"))],
            }])
        {
            Ticks = [.. targets.Select((target, at) => (at + 0.5, target.Name))],
            AxisTitle = "target",
            Title = $"What {subject} holds against its targets",
        };
    }

    /// <summary>Upper end of what is held as a share of the target.</summary>
    private static double Top(CapacityTarget target) => (double.IsFinite(target.Held.High) ? target.Held.High : target.Held.Estimate) / target.Load;
}
