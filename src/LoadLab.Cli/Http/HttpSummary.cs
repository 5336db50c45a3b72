using System.Globalization;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;

namespace LoadLab.Cli.Http;

/// <summary>What <c>loadlab http</c> says at the end. Pure; plain text that fits 80 columns.</summary>
internal static class HttpSummary
{
    private const int Bars = 10;
    private const int BarWidth = 40;
    private const int SeriesWidth = 60;

    /// <summary>So many kinds of failure are shown.</summary>
    private const int MostKinds = 5;

    /// <summary>Width of what stands beside a name.</summary>
    private const int Width = 67;

    /// <summary>The lines.</summary>
    public static IReadOnlyList<string> Lines(RunRecord record, RunEvaluation evaluation, HttpLoad load, string report, bool unicode)
    {
        var lines = new List<string> { "", $"{(load.Target.Mix.Count == 0 ? $"{load.Target.Method} {load.Plan.Stack.External!.BaseUrl}" : load.Plan.Description)}  {Offered(load.Plan.Phases[0])}", "" };
        if (record.Phases.Count > 0)
        {
            Figures(lines, record, PhaseSummary.Of(record, record.Phases[0]), load, unicode);
        }

        Validity(lines, record, evaluation);
        Limits(lines, evaluation);
        lines.Add("Report       " + report);
        return unicode ? lines : [.. lines.Select(new TerminalWords(unicode: false).Plain)];
    }

    /// <summary>What <c>--p99</c> and <c>--errors</c> asked for: the measured figure, its interval, the limit.</summary>
    private static void Limits(List<string> lines, RunEvaluation evaluation)
    {
        foreach (var verdict in evaluation.Verdicts)
        {
            var interval = RunStory.Interval(verdict) is { Length: > 0 } text ? $" (95 % interval {text})" : "";
            lines.Add($"{RunStory.Name(verdict.Verdict),-12} {verdict.Title} {RunStory.Measured(verdict)}{interval}, limit {Units.Limit(verdict.Limit, verdict.Comparison, verdict.Unit)}");
            if (verdict.Verdict is Verdict.Inconclusive or Verdict.NotMeasured)
            {
                lines.AddRange(verdict.Reason.Chunk(Width).Select(piece => $"{"",-12} {new string(piece).Trim()}"));
            }
        }
    }

    /// <summary>What was offered: <c>50/s for 10 s</c>. An iteration is a request.</summary>
    internal static string Offered(PhasePlan phase)
    {
        var measured = phase.Segments[^1].Simulation;
        var shape = LoadShape.Of(measured);
        if (!shape.IsForIterations)
        {
            return $"{shape.Describe(measured, phase.Segments.Count > 1 ? LoadShape.Of(phase.Segments[^2].Simulation).LevelAfter(phase.Segments[^2].Simulation) : 0)} for {Units.Duration(phase.MeasuredDuration)}";
        }

        var steady = LoadShape.Steady(phase.Model);
        var level = steady.Make(field => field is LoadField.Copies or LoadField.Rate ? shape.LevelAfter(measured) : 0);
        return $"{steady.Describe(level, 0)}, {Units.Counted((long)shape.Value(measured, LoadField.Iterations), "request")}";
    }

    private static void Figures(List<string> lines, RunRecord record, PhaseSummary summary, HttpLoad load, bool unicode)
    {
        var whole = summary.Steps[0];
        var phase = summary.Phase;
        var counts = phase.Measured;
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"Requests     {Units.Count(whole.Ok + whole.Failed)} in {phase.MeasuredSeconds:0.00} s, {Units.Rate(summary.ThroughputPerSecond)}"));
        lines.Add($"             {Units.Count(whole.Ok)} ok, {Units.Count(whole.Failed)} failed"
            + (counts.Interrupted > 0 ? $", {Units.Count(counts.Interrupted)} cut off" : "")
            + (counts.Dropped > 0 ? $", {Units.Count(counts.Dropped)} never started" : ""));
        lines.Add(phase.Connections.Connects == 0 ? "Connections  none was made" : $"Connections  {Units.Count(phase.Connections.Connects)} opened for {Units.Counted(phase.Connections.Requests, "request")}, warm-up included"
            + $": {Units.Percent(phase.Connections.ReuseRatio)} reused"
            + (phase.Connections.TlsHandshakes > 0 ? $"; {Units.Count(phase.Connections.TlsHandshakes)} TLS handshakes" : ""));
        if (phase.Connections.Reconnects > 0)
        {
            lines.Add($"             {Units.Counted(phase.Connections.Reconnects, "request")} went over another connection, since theirs was closed before they were sent or the server had not taken them up");
        }

        if (phase.Connections.Resends > 0)
        {
            lines.Add($"Resent       {Units.Counted(phase.Connections.Resends, "request was", "requests were")} lost with their connection and sent once more, as --resend asks");
        }

        if (HttpFigures.Parts(phase.Parts) is { Length: > 0 } parts)
        {
            lines.AddRange(HttpFigures.Wrapped("Parts", parts));
        }

        lines.Add("");
        Times(lines, whole, load);
        lines.AddRange(HttpFigures.Rows(summary.Steps));
        Distribution(lines, whole.Response, unicode);
        Series(lines, record, phase, unicode);
        foreach (var (code, count) in whole.StatusCodes)
        {
            lines.Add($"Status {code}   {Units.Count(count)}");
        }

        Failures(lines, record);
        lines.AddRange(HttpFigures.Traces(record));
        lines.Add("");
    }

    private static void Failures(List<string> lines, RunRecord record)
    {
        var (failed, outside) = FailureTable.Split(record);
        Rows(failed);
        if (outside.Count > 0)
        {
            lines.Add("");
            lines.Add(FailureWords.Outside(outside));
            Rows([.. outside.Where(row => !row.IsToldAlready)]);
        }

        if (FailureWords.InFull(record) is { Length: > 0 } text)
        {
            Wrapped(text);
        }

        void Wrapped(string words) => lines.AddRange(words.Chunk(Width).Select(piece => $"{"",-12} {new string(piece).Trim()}"));

        void Rows(IReadOnlyList<FailureRow> rows)
        {
            foreach (var row in rows.Take(MostKinds))
            {
                lines.Add($"{"Failed " + row.Kind,-12} {FailureWords.Count(row)}");
                Wrapped(FailureWords.Said(row));
                Wrapped(FailureWords.Exchange(row, record));
            }

            if (FailureWords.More(rows.Count - MostKinds) is { Length: > 0 } more)
            {
                lines.Add($"{"",-12} {more} in the report");
            }
        }
    }

    private static void Times(List<string> lines, StepSummary whole, HttpLoad load)
    {
        lines.Add($"{"",-12} {"response time",14} {"service time",14}");
        if (whole.Response.TotalCount == 0)
        {
            lines.Add("             no request succeeded or timed out, so there is no time to show");
            lines.Add("");
            return;
        }

        Row("mean", whole.Response.MeanMicros, whole.Service.MeanMicros);
        foreach (var percentile in load.Percentiles)
        {
            Row(FormattableString.Invariant($"P{percentile:0.####}"), whole.Response.PercentileMicros(percentile), whole.Service.PercentileMicros(percentile));
        }

        Row("max", whole.Response.MaxMicros, whole.Service.MaxMicros);
        lines.Add(load.Plan.Phases[0].Model == LoadModel.Open
            ? "             response: from the intended start; service: from the actual one"
            : "             closed model: a user's request is intended when its last has ended");
        lines.Add("");

        void Row(string name, double response, double service) =>
            lines.Add($"{name,-12} {Units.Milliseconds(response / 1000),14} {Units.Milliseconds(service / 1000),14}");
    }

    /// <summary>Response times up to the P99 in bars of one width, and what lies beyond.</summary>
    internal static void Distribution(List<string> lines, LatencyHistogram response, bool unicode)
    {
        var from = response.MinMicros;
        var to = response.TotalCount == 0 ? 0 : response.PercentileMicros(99);
        if (to - from < Bars)
        {
            return;
        }

        var edges = Enumerable.Range(1, Bars).Select(bar => from + ((to - from) * bar / Bars)).Append(response.MaxMicros).ToList();
        var below = edges.Select(response.CountAtOrBelow).ToList();
        // Edges that read the same are one row: the P99 and the largest time may be as near as that.
        var bars = below.Select((count, bar) => (Edge: Units.Milliseconds(edges[bar] / 1000.0), Count: bar == 0 ? count : count - below[bar - 1]))
            .GroupBy(bar => bar.Edge).Select(group => (Edge: group.Key, Count: group.Sum(bar => bar.Count))).ToList();
        if (bars[^1].Count == 0)
        {
            bars.RemoveAt(bars.Count - 1);
        }

        var most = bars.Max(bar => bar.Count);
        foreach (var (edge, count) in bars)
        {
            var length = (int)Math.Round((double)count / most * BarWidth);
            lines.Add($"{"≤ " + edge,-12} {Units.Count(count),14} {new string(unicode ? '▇' : '#', length)}".TrimEnd());
        }

        lines.Add("");
    }

    /// <summary>Requests and P99 of each whole measured second.</summary>
    private static void Series(List<string> lines, RunRecord record, PhaseResult phase, bool unicode)
    {
        var bySecond = record.Slices
            .Where(slice => slice.Key is { Measured: true, Step: SeriesKey.WholeIteration } && slice.Second >= phase.MeasureStartSecond && slice.Second + 1 <= phase.MeasureEndSecond)
            .ToLookup(slice => slice.Second);
        if (bySecond.Count < 2)
        {
            return;
        }

        var first = bySecond.Min(second => second.Key);
        var seconds = Enumerable.Range(first, bySecond.Max(second => second.Key) - first + 1).ToList();
        var perPoint = (seconds.Count + SeriesWidth - 1) / SeriesWidth;
        var points = seconds.Chunk(perPoint).Select(chunk => chunk.SelectMany(second => bySecond[second]).ToList()).ToList();
        var rates = points.Select((slices, i) => slices.Sum(slice => slice.Response.TotalCount) / (double)Math.Min(perPoint, seconds.Count - (i * perPoint))).ToList();
        var times = points.Select(slices => P99(slices)).ToList();
        lines.Add($"Requests/s   {Sparkline.Of(rates, unicode)}  {Units.Rate(rates.Min())} to {Units.Rate(rates.Max())}");
        if (times.Exists(double.IsFinite))
        {
            lines.Add($"P99          {Sparkline.Of(times, unicode)}  {Units.Milliseconds(times.Where(double.IsFinite).Min())} to {Units.Milliseconds(times.Where(double.IsFinite).Max())}");
        }

        lines.Add("");
    }

    /// <summary>NaN where nothing was timed: a second without an answer is a gap, and no fast one.</summary>
    private static double P99(IEnumerable<LoadSlice> slices)
    {
        var times = PackedHistogram.Merge(slices.Where(slice => ResultClasses.CountsForResponseTime(slice.Key.Class)).Select(slice => slice.Response));
        return times.TotalCount == 0 ? double.NaN : times.PercentileMicros(99) / 1000.0;
    }

    private static void Validity(List<string> lines, RunRecord record, RunEvaluation evaluation)
    {
        var lag = PackedHistogram.Merge(record.Seconds.Where(second => second.Measured).Select(second => second.Lag));
        lines.Add(evaluation.Validity.Status == ValidityStatus.Valid
            ? $"VALID        the generator kept to its schedule{(lag.TotalCount > 0 ? $": P99 {Units.Milliseconds(lag.PercentileMicros(99) / 1000.0)} behind" : "")}"
            : "INVALID      the generator, and not the target, shaped these figures");
        foreach (var finding in evaluation.Validity.Findings.Where(finding => finding.Severity != FindingSeverity.Info))
        {
            lines.Add($"  {(finding.Severity == FindingSeverity.Invalid ? "invalid" : "warning")}    {finding.Check}: {FindingText.Sentence(finding)}");
        }

        if (evaluation.ExitCode == Core.ExitCode.Inconclusive)
        {
            lines.AddRange(evaluation.Reasons);
        }
    }
}
