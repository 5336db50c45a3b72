using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Running;

/// <summary>Looks at each second of the load and says when it must end. Not thread-safe.</summary>
internal abstract class LiveRule
{
    /// <summary>What ends the run; null for nothing.</summary>
    public abstract RunStop? Look(LoadSecond second);

    protected static string Percent(double ratio) => (ratio * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    protected static string Seconds(Window window) => string.Create(CultureInfo.InvariantCulture, $"seconds {window.FirstSecond} to {window.LastSecond}");
}

/// <summary>The bad ones of all, over the last seconds of a phase.</summary>
internal sealed class Window(int length)
{
    private readonly Queue<(int Second, long Bad, long Total)> _seconds = new();

    public long Bad { get; private set; }

    public long Total { get; private set; }

    public int LastSecond { get; private set; }

    /// <summary>The first second that it looks at: the run has none before 0.</summary>
    public int FirstSecond => Math.Max(0, LastSecond - length + 1);

    public void Add(int second, long bad, long total)
    {
        _seconds.Enqueue((second, bad, total));
        LastSecond = second;
        Bad += bad;
        Total += total;
        while (_seconds.Peek().Second < FirstSecond)
        {
            var (_, oldBad, oldTotal) = _seconds.Dequeue();
            Bad -= oldBad;
            Total -= oldTotal;
        }
    }
}

/// <summary>
/// <c>abort:</c>. The SLO has failed when the share of bad samples in a full window lies above what the objective allows with its whole
/// confidence interval. A percentile p below a limit is: at most 100 − p percent of the samples lie past it, failures that took longer among them
/// (<see cref="CensoredTimes"/>).
/// </summary>
internal sealed class LiveAbort : LiveRule
{
    /// <summary>It is looked at each second of a run, so one in twenty would cry wolf.</summary>
    private const double Confidence = 0.999;

    private readonly AbortRule _rule;
    private readonly ServiceMap _service;
    private readonly int _limitIndex;
    private readonly double _allowed;
    private readonly Dictionary<string, (int From, Window Window)> _phases = [];
    private readonly HashSet<(string Phase, string Scenario)> _withSteps = [];

    public LiveAbort(AbortRule rule)
    {
        _rule = rule;
        _service = new ServiceMap("", "", rule.Steps, rule.Except);
        _limitIndex = rule.Percentile is null
            ? 0
            : HistogramLayout.IndexOf((long)Math.Clamp(rule.Limit * 1000, 0, HistogramLayout.HighestTrackableMicros));
        _allowed = rule switch
        {
            { Percentile: { } percentile } => 1 - (percentile / 100),
            { Measure: MeasureNames.HttpAvailability } => 1 - rule.Limit,
            _ => rule.Limit,
        };
    }

    public override RunStop? Look(LoadSecond second)
    {
        foreach (var slice in second.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration))
        {
            _withSteps.Add((slice.Key.Phase, slice.Key.Scenario));
        }

        if (!_phases.TryGetValue(second.Phase, out var phase))
        {
            if (!second.Measured)
            {
                return null;
            }

            phase = (second.Second + (int)Math.Ceiling(_rule.After.TotalSeconds), new Window((int)_rule.For.TotalSeconds));
            _phases[second.Phase] = phase;
        }

        if (second.Second < phase.From)
        {
            return null;
        }

        long bad = 0;
        long total = 0;
        foreach (var slice in second.Slices.Where(slice => slice.Key.Measured && _service.Covers(slice.Key, _withSteps.Contains((slice.Key.Phase, slice.Key.Scenario)))))
        {
            Count(slice, ref bad, ref total);
        }

        var window = phase.Window;
        window.Add(second.Second, bad, total);
        if (window.FirstSecond < phase.From || window.Total == 0 || window.Bad <= _allowed * window.Total
            || ClopperPearson.Of(window.Bad, window.Total, Confidence).Low <= _allowed)
        {
            return null;
        }

        var seen = _rule.Percentile is null ? "failed" : $"were not {_rule.LimitText}";
        return new RunStop(
            _rule.Slo,
            second.Phase,
            second.Second,
            string.Create(CultureInfo.InvariantCulture, $"{_rule.Slo} failed while the load ran: in phase '{second.Phase}', {Seconds(window)}, {window.Bad} of {window.Total} requests ({Percent((double)window.Bad / window.Total)}) {seen}, and {Percent(_allowed)} may."));
    }

    private void Count(LoadSlice slice, ref long bad, ref long total)
    {
        var resultClass = slice.Key.Class;
        if (_rule.Percentile is null)
        {
            // Every result has a service time; k6 tells of no other.
            var count = slice.Service.TotalCount;
            total += count;
            bad += resultClass != ResultClasses.Ok && (_rule.Classes.Count == 0 || _rule.Classes.Contains(resultClass)) ? count : 0;
        }
        else
        {
            var times = CensoredTimes.Of(resultClass, _rule.Measure == MeasureNames.HttpServiceTime ? slice.Service : slice.Response, _rule.Limit);
            total += times.TotalCount;
            for (var i = times.Indices.Length - 1; i >= 0 && times.Indices[i] > _limitIndex; i--)
            {
                bad += times.Counts[i];
            }
        }
    }
}

/// <summary><c>stop:</c>. Too many iterations failed within the window.</summary>
internal sealed class LiveErrors(StopRule rule) : LiveRule
{
    private readonly Dictionary<string, Window> _phases = [];

    public override RunStop? Look(LoadSecond second)
    {
        if (!_phases.TryGetValue(second.Phase, out var window))
        {
            _phases[second.Phase] = window = new Window((int)rule.Over.TotalSeconds);
        }

        window.Add(second.Second, second.Counts.Failed, second.Counts.Ok + second.Counts.Failed);
        return window.Total < rule.MinSamples || window.Bad <= rule.ErrorRatio * window.Total
            ? null
            : new RunStop(
                "",
                second.Phase,
                second.Second,
                string.Create(CultureInfo.InvariantCulture, $"too much failed: in phase '{second.Phase}', {Seconds(window)}, {window.Bad} of {window.Total} iterations ({Percent((double)window.Bad / window.Total)}) failed, and the suite stops above {Percent(rule.ErrorRatio)}."));
    }
}
