using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Model;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Charts;

/// <summary>
/// A capacity search over its load: throughput with the scalability law, its band and the operational bounds; response time with its SLO lines and the knee;
/// how busy each resource was.
/// </summary>
public static class CapacityChart
{
    private const int CurvePoints = 80;
    private const int MostLetters = 14;

    /// <summary>Hundreds of requests that wait for a pool would press everything else onto the floor.</summary>
    private const double MostBusy = 1.5;
    private static readonly Ink[] s_resources = [Ink.Resource, Ink.Flow, Ink.OtherResource, Ink.Planned];

    /// <summary>Writes PNG, SVG and CSV into a directory, named <paramref name="name"/>.</summary>
    /// <returns>Paths of the files.</returns>
    /// <exception cref="LoadLabException">A chart cannot be drawn or written (104).</exception>
    public static IReadOnlyList<string> Write(CapacityPicture picture, string directory, string name)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(name);
        return ChartSet.Write(Build(picture, 9), Build(picture, 4), directory, name);
    }

    internal static ChartModel Build(CapacityPicture picture, int ticks)
    {
        var steps = picture.Steps.Where(step => step is { Outcome: not StepOutcome.Invalid, Load: > 0 }).OrderBy(step => step.Load).ToList();
        var model = steps.Count > 0 ? steps[0].Model : CapacityModel.Rate;

        // An interval that is open above ends nowhere; the axis ends with what was tried and what holds.
        double[] held = picture.Capacity is { } capacity ? [capacity.Estimate, capacity.High] : [];
        var end = LoadAxis.End(steps.Select(step => step.Load).Concat(held.Where(double.IsFinite)).DefaultIfEmpty(1).Max());
        return new ChartModel(end, [], [.. Interval(picture)], [.. new[] { Throughput(steps, end), ResponseTime(steps, picture), Busy(steps) }.OfType<ChartPanel>()])
        {
            Ticks = LoadAxis.Ticks(end, ticks),
            AxisTitle = model == CapacityModel.Rate ? "starts/s" : "users",
            ShadeKey = "95 % interval",
            Title = $"Throughput, response time and busy resources of {picture.Subject} by load",
            Marks = [.. Marks(picture, steps, model)],
        };
    }

    private static IEnumerable<ChartBand> Interval(CapacityPicture picture) =>
        picture.Capacity is { } capacity && double.IsFinite(capacity.High) && capacity.Low < capacity.High ? [new ChartBand("", capacity.Low, capacity.High)] : [];

    private static IEnumerable<ChartMark> Marks(CapacityPicture picture, List<CapacityStep> steps, CapacityModel model)
    {
        if (KneeFinder.Of(steps).Value is { Load: { } load } knee)
        {
            yield return new ChartMark(load, Ink.Resource) { Label = $"knee {CapacityModelText.KneeLoad(model, knee)}" };
        }

        if (picture.Capacity is { } capacity)
        {
            yield return new ChartMark(capacity.Estimate, Ink.Flow) { Label = $"holds {CapacityFigure.Held(model, capacity)}" };
        }
    }

    private static ChartPanel Throughput(List<CapacityStep> steps, double end)
    {
        var series = new List<ChartSeries>();
        var fit = ScalabilityFitter.Of(steps).Value;
        var bounds = OperationalAnalysis.Of(steps);
        var measured = steps.Select(step => step.ThroughputPerSecond).ToList();
        var top = measured.DefaultIfEmpty(1).Max();
        double[] curve = [.. Enumerable.Range(0, CurvePoints).Select(at => end * (at + 1) / CurvePoints)];
        if (fit is { Kind: ConcurrencyKind.Users })
        {
            var from = fit.Points[0].Concurrency;
            double[] x = [from, .. curve.Where(load => load > from)];
            var bands = x.Select(fit.Band).ToList();
            series.Add(new("USL fit", Ink.High, x, [.. bands.Select(band => band.Estimate)]) { Band = [.. bands.Select(band => (band.Low, band.High))], LargestGap = double.PositiveInfinity });
        }
        else if (fit is { PeakThroughput: { } peak })
        {
            series.Add(Level("USL peak", Ink.High, peak, end));
        }

        if (bounds.Bottleneck is { } bottleneck)
        {
            series.Add(new("bound", Ink.Planned, curve, [.. curve.Select(load => Math.Min(steps[0].Model == CapacityModel.Users ? bounds.At(load)!.Value : double.PositiveInfinity, bottleneck.Bound.Estimate))])
            {
                Dashed = true,
                LargestGap = double.PositiveInfinity,
                Full = $"bound of {bottleneck.Name}",
            });
        }

        series.Add(Measured("measured", Ink.Flow, steps, step => step.ThroughputPerSecond));

        // A bound far above what was measured would press it onto the floor.
        var shown = series.SelectMany(one => one.Y).Where(value => value <= top * 1.6);
        return new ChartPanel(
            bounds.Bottleneck is { } by ? $"Throughput, bound: {Short(by.Name)}" : "Throughput", "1/s", series, [], ValueAxis.For(shown, [], mayBeLog: false), 6);
    }

    private static ChartPanel ResponseTime(List<CapacityStep> steps, CapacityPicture picture)
    {
        var percentiles = steps.SelectMany(step => step.PercentilesMs.Keys).Distinct().Where(key => key is 50 or 95 or 99).Order().ToList();
        List<ChartSeries> series =
        [
            .. percentiles.Select(key => Measured(FormattableString.Invariant($"P{key}"), key switch { 50 => Ink.Median, 95 => Ink.High, _ => Ink.Tail }, steps,
                step => step.PercentilesMs.TryGetValue(key, out var value) ? value : double.NaN)),
        ];
        if (series.Count == 0)
        {
            series.Add(Measured("mean", Ink.High, steps, step => step.MeanMs ?? double.NaN));
        }

        var limits = picture.Limits.Select(limit => new ChartLimit(limit.Label, limit.Ms)).ToList();
        var values = series.SelectMany(one => one.Y).Concat(limits.Select(limit => limit.Value)).ToList();
        return new ChartPanel("Response time", "ms", series, limits, ValueAxis.For(values, series[0].Y, mayBeLog: true), 6);
    }

    private static ChartPanel? Busy(List<CapacityStep> steps)
    {
        var names = steps.SelectMany(step => step.Resources).GroupBy(use => use.Measure).Select(group => (Measure: group.Key, group.First().Name, Highest: group.Max(use => use.BusyRatio)))
            .OrderByDescending(resource => resource.Highest).Take(s_resources.Length).ToList();
        List<ChartSeries> series = [.. names.Select((resource, at) => Measured(Short(resource.Name), s_resources[at], steps,
            step => step.Resources.FirstOrDefault(use => use.Measure == resource.Measure)is { } use ? Math.Min(use.BusyRatio, MostBusy) : double.NaN) with { Full = resource.Name })];
        return series.Count == 0
            ? null
            : new ChartPanel(names[0].Highest > MostBusy ? "Busy share and waiting, cut at 150 %" : "Busy share of each resource", "ratio", series, [], ValueAxis.For(series.SelectMany(one => one.Y), [], mayBeLog: false, atLeast: 1), 4);
    }

    /// <summary>The room beside the plots is for about fourteen letters.</summary>
    private static string Short(string name)
    {
        var text = name.Replace("connection pool", "pool", StringComparison.Ordinal).Replace(" of the ", ", ", StringComparison.Ordinal).Replace(" of ", ", ", StringComparison.Ordinal);
        return text.Length > MostLetters ? text[..(MostLetters - 1)] + "…" : text;
    }

    private static ChartSeries Level(string name, Ink ink, Interval value, double end) =>
        new(name, ink, [0, end], [value.Estimate, value.Estimate]) { Band = [(value.Low, value.High), (value.Low, value.High)], LargestGap = double.PositiveInfinity };

    /// <summary>A dot a step; repeated steps of one load stand above each other.</summary>
    private static ChartSeries Measured(string name, Ink ink, List<CapacityStep> steps, Func<CapacityStep, double> value)
    {
        double[] y = [.. steps.Select(value)];
        return new ChartSeries(name, ink, [.. steps.Select(step => step.Load)], y) { Intervals = [.. y.Select(one => (one, one))], LargestGap = double.PositiveInfinity };
    }
}
