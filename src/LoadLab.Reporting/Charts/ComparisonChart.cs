using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Charts;

/// <summary>Two sides of a comparison on one clock: response time and throughput, each second. Sets of runs are merged second by second.</summary>
internal static class ComparisonChart
{
    public static ChartModel Build(IReadOnlyList<RunRecord> before, IReadOnlyList<RunRecord> after)
    {
        var byServiceTime = before.Concat(after).Any(run => run.HasServiceTimeOnly);
        var time = byServiceTime ? "Service time" : "Response time";
        var (a, b) = (Line(before, byServiceTime), Line(after, byServiceTime));
        var phases = before[0].Phases;
        return new ChartModel(
            Math.Max(1, Math.Max(a.Length, b.Length)),
            [.. phases.Select((phase, at) => new ChartBand(phase.Name, phase.StartSecond, at + 1 < phases.Count ? phases[at + 1].StartSecond : Math.Max(a.Length, b.Length)))],
            [],
            [
                Panel($"{time} P50, each second", FigureKind.P50, a.P50, b.P50, 1, 1, 4),
                Panel($"{time} P95, each second", FigureKind.P95, a.P95, b.P95, 1, 1, 4),
                Panel("Throughput, each second", FigureKind.Throughput, a.Requests, b.Requests, before.Count, after.Count, 3),
            ])
        {
            Title = $"{time} and throughput before and after",
        };
    }

    private static Timeline Line(IReadOnlyList<RunRecord> runs, bool byServiceTime) =>
        Timeline.Of(runs[0] with { Slices = [.. runs.SelectMany(run => run.Slices)], Seconds = [.. runs.SelectMany(run => run.Seconds)] }, [], byServiceTime);

    private static ChartPanel Panel(string title, FigureKind kind, double[] before, double[] after, int runsBefore, int runsAfter, double share)
    {
        var series = new[] { Series("before", Ink.High, before, runsBefore), Series("after", Ink.Limit, after, runsAfter) };
        return new ChartPanel(title, kind.Unit(), series, [], ValueAxis.For(series.SelectMany(one => one.Y), series[0].Y, mayBeLog: kind.Percentile() is not null), share);
    }

    private static ChartSeries Series(string name, Ink ink, double[] values, int runs) =>
        new(name, ink, [.. Enumerable.Range(0, values.Length).Select(second => second + 0.5)], [.. values.Select(value => value / runs)]);
}
