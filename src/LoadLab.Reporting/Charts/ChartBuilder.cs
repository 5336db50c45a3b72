using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Charts;

/// <summary>Makes the model of the chart over time from a judged run.</summary>
internal static class ChartBuilder
{
    /// <summary>The model. A panel without any data is left out, but for response time, whose emptiness is the news.</summary>
    public static ChartModel Build(RunRecord record, RunEvaluation evaluation)
    {
        var limits = SloLines.ResponseTime(evaluation);
        var series = limits.Select(limit => limit.Series).FirstOrDefault(names => names.Count > 0) ?? [];
        var line = Timeline.Of(record, series);
        var x = Enumerable.Range(0, line.Length).Select(second => second + 0.5).ToArray();
        var model = new ChartModel(
            Math.Max(1, line.Length),
            [.. record.Phases.Select((phase, at) => new ChartBand(
                PhaseLabel(record, phase),
                phase.StartSecond,
                at + 1 < record.Phases.Count ? Math.Max(phase.MeasureEndSecond, record.Phases[at + 1].StartSecond) : Math.Max(phase.MeasureEndSecond, line.Length)))],
            Uncounted(record, line),
            [.. new[] { ResponseTime(line, x, limits, record.HasServiceTimeOnly), Throughput(line, x), Saturation(record, evaluation, line.Length), Queue(record, evaluation, line.Length) }
                .OfType<ChartPanel>().Concat(CustomPanels.Of(record, evaluation, line.Length))])
        {
            Faults = [.. FaultBands(evaluation, line.Length)],
            Title = $"{(record.HasServiceTimeOnly ? "Service" : "Response")} time, throughput and saturation over time",
        };
        return CausePanel.Highlight(model, record, evaluation);
    }

    private static IEnumerable<ChartBand> FaultBands(RunEvaluation evaluation, int seconds) =>
        from fault in evaluation.Faults
        let end = Math.Min(fault.EndSecond ?? seconds, Math.Max(1, seconds))
        where fault.StartSecond < end
        select new ChartBand($"{fault.Role} {(fault.Kind == FaultKind.Stop ? "stopped" : "paused")}", fault.StartSecond!.Value, end);

    private static string PhaseLabel(RunRecord record, PhaseResult phase)
    {
        var plan = record.Plan.Phases.FirstOrDefault(p => p.Name == phase.Name);
        return plan is null ? phase.Name : $"{phase.Name}: {LoadDescription.InWords(plan)}";
    }

    private static List<ChartBand> Uncounted(RunRecord record, Timeline line)
    {
        var bands = new List<ChartBand>();
        var ends = record.Phases.Select(phase => phase.MeasureEndSecond).ToList();
        for (var from = 0; from < line.Length; from++)
        {
            if (line.Counted[from])
            {
                continue;
            }

            var to = from;
            while (to + 1 < line.Length && !line.Counted[to + 1])
            {
                to++;
            }

            var drains = ends.Any(end => end <= from + 1) && !record.Phases.Any(phase => phase.StartSecond >= from - 1 && phase.StartSecond <= to);
            bands.Add(new ChartBand(drains ? "drain, not counted" : "ramp, not counted", from, to + 1));
            from = to;
        }

        return bands;
    }

    private static ChartPanel ResponseTime(Timeline line, double[] x, IReadOnlyList<SloVerdict> verdicts, bool isServiceTime)
    {
        var limits = verdicts.Select(verdict => new ChartLimit(
            string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"P{SloLines.Percentile(verdict)} {verdict.Tier.Label()} {Units.Value(verdict.Limit, verdict.Unit)}"),
            verdict.Limit)).ToList();
        var values = line.P50.Concat(line.P95).Concat(line.P99).Concat(limits.Select(limit => limit.Value));
        return new ChartPanel(
            isServiceTime ? "Service time, each second" : "Response time, each second",
            Unit(MeasureNames.HttpResponseTime),
            [new("P50", Ink.Median, x, line.P50), new("P95", Ink.High, x, line.P95), new("P99", Ink.Tail, x, line.P99)],
            limits,
            ValueAxis.For(values, line.P50, mayBeLog: true),
            5)
        { Measures = [isServiceTime ? MeasureNames.HttpServiceTime : MeasureNames.HttpResponseTime] };
    }

    private static ChartPanel? Throughput(Timeline line, double[] x)
    {
        var series = new List<ChartSeries>();
        if (line.Offered.Any(double.IsFinite))
        {
            series.Add(new("offered starts", Ink.Planned, x, line.Offered) { Dashed = true });
        }

        series.Add(new("requests", Ink.Flow, x, line.Requests));
        if (line.Failed.Any(value => value > 0))
        {
            series.Add(new("failed", Ink.Failure, x, line.Failed) { Filled = true });
        }

        return line.Requests.Any(double.IsFinite)
            ? new ChartPanel("Throughput, each second", DeclaredMeasures.Throughput.Unit, series, [], ValueAxis.For(series.SelectMany(s => s.Y), [], mayBeLog: false), 3)
            { Measures = [MeasureNames.HttpErrorRatio, MeasureNames.HttpAvailability] }
            : null;
    }

    private static ChartPanel? Saturation(RunRecord record, RunEvaluation evaluation, int seconds)
    {
        var series = new List<ChartSeries>();
        var limits = new List<ChartLimit>();
        var measures = new List<string>();
        Add(MeasureNames.DbPoolUsed, MeasureNames.DbPoolMax, "DB pool", Ink.Resource);
        Add(MeasureNames.RedisMemoryUsed, MeasureNames.RedisMemoryMax, "Redis memory", Ink.OtherResource);
        return series.Count == 0
            ? null
            : new ChartPanel("Saturation, % of the maximum", "ratio", series, limits,
                ValueAxis.For(series.SelectMany(s => s.Y), [], mayBeLog: false, atLeast: 1), 3)
            { Measures = measures };

        void Add(string used, string max, string name, Ink ink)
        {
            var points = Ratio(record, used, max, seconds);
            if (points.Count == 0)
            {
                return;
            }

            measures.Add(used);
            series.Add(new(name, ink, [.. points.Select(p => p.Second)], [.. points.Select(p => p.Value)]));
            limits.AddRange(SloLines.Of(evaluation, used, "ratio").Select(verdict =>
                new ChartLimit($"{name} {verdict.Tier.Label()} {Units.Percent(verdict.Limit)}", verdict.Limit)));
        }
    }

    private static ChartPanel? Queue(RunRecord record, RunEvaluation evaluation, int seconds)
    {
        var points = Within(record, MeasureNames.QueueLength, seconds);
        if (points.Count == 0)
        {
            return null;
        }

        var unit = Unit(MeasureNames.QueueLength);
        var limits = SloLines.Of(evaluation, MeasureNames.QueueLength, unit)
            .Select(verdict => new ChartLimit($"{verdict.Tier.Label()} {Units.Value(verdict.Limit, unit)}", verdict.Limit))
            .ToList();
        return new ChartPanel($"Queue length, {unit}", unit,
            [new("queue", Ink.Resource, [.. points.Select(p => p.Second)], [.. points.Select(p => p.Value)])],
            limits,
            ValueAxis.For(points.Select(p => p.Value).Concat(limits.Select(limit => limit.Value)), [], mayBeLog: false, headroom: 1.35), 2)
        { Measures = [MeasureNames.QueueLength] };
    }

    private static string Unit(string measure) => DeclaredMeasures.Of(measure).Unit;

    private static List<ProbePoint> Ratio(RunRecord record, string used, string max, int seconds)
    {
        var ceilings = Within(record, max, seconds);
        var points = new List<ProbePoint>();
        var at = 0;
        foreach (var point in Within(record, used, seconds))
        {
            while (at + 1 < ceilings.Count && ceilings[at + 1].Second <= point.Second)
            {
                at++;
            }

            if (ceilings.Count > 0 && ceilings[at].Value > 0)
            {
                points.Add(new ProbePoint(point.Second, point.Value / ceilings[at].Value));
            }
        }

        return points;
    }

    private static List<ProbePoint> Within(RunRecord record, string measure, int seconds) =>
        [.. record.Probes.Where(probe => probe.Measure.Name == measure).Take(1)
            .SelectMany(probe => probe.Between(0, seconds)).Where(point => double.IsFinite(point.Value))];
}
