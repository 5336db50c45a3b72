using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>The slowest requests that can be found in the target's tracing, in the same words everywhere. Pure functions.</summary>
public static class TraceWords
{
    /// <summary>Title of the list.</summary>
    public const string Title = "The slowest traced requests";

    /// <summary>Titles of the columns of a table: <c>&gt;</c> for numbers.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["Trace id", "Phase", "Step", ">Sent at", ">Service time", "Status"];

    /// <summary>Those of all phases, the slowest first; as many as one phase may have beside those of its steps.</summary>
    public static IReadOnlyList<(string Phase, SlowTrace Trace)> Slowest(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return [.. record.Phases.SelectMany(phase => (phase.Traces?.Slowest ?? []).Select(trace => (phase.Name, trace))).OrderByDescending(one => one.trace.ServiceMs).ThenBy(one => one.trace.TraceId, StringComparer.Ordinal)];
    }

    /// <summary>What was sampled, and which time the list gives; null when nothing was to be sampled.</summary>
    public static string? Summary(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (PhaseTraces.Merge(record.Phases.Select(phase => phase.Traces)) is not { } traces)
        {
            return null;
        }

        var own = traces.Own > 0 ? $", and {Units.Count(traces.Own)} had one of the scenario's own" : "";
        return traces.Sampled + traces.Own == 0
            ? FormattableString.Invariant($"No measured request was sampled at a share of {record.Plan.TraceSample:0.######}.")
            : FormattableString.Invariant($"{Units.Count(traces.Sampled)} measured requests carried a trace id of the run's (share {record.Plan.TraceSample:0.######}){own}. The time is the service time of one request, from when it was sent; the response times of the run count from the intended start.");
    }

    /// <summary>The cells of a row.</summary>
    public static string[] Cells(string phase, SlowTrace trace, RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return [trace.TraceId, phase, Step(trace, record), FormattableString.Invariant($"{trace.Second:0.000} s"), Time(trace), trace.Status];
    }

    /// <summary>The same on one line, for a terminal: <c>1,203 ms 200 buy, sent at 00:12</c>.</summary>
    public static string Line(SlowTrace trace, RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return $"{Time(trace)} {trace.Status} {Step(trace, record)}, sent at {Units.Clock(trace.Second)}";
    }

    private static string Time(SlowTrace trace) => Units.Milliseconds(trace.ServiceMs) + (trace.Until == SlowTrace.Head ? " to the head of the answer" : "");

    private static string Step(SlowTrace trace, RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return trace.Step is null ? $"{trace.Scenario} (one of several steps at once)"
            : trace.Step == SeriesKey.WholeIteration ? trace.Scenario
            : record.Plan.Phases.SelectMany(phase => phase.Mix).Select(share => share.Scenario).Distinct().Count() == 1 ? trace.Step : $"{trace.Scenario} / {trace.Step}";
    }
}
