using System.Collections.Concurrent;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Engine.Recording;
using LoadLab.Engine.VirtualUsers;

namespace LoadLab.Engine;

/// <summary>What a run of the engine has to say beside its phases: metrics and checks of scenarios, data that ended, names without end.</summary>
internal sealed partial class EngineRun
{
    private readonly ConcurrentDictionary<(string Scenario, string Reason), double> _endedFeeds = [];
    private readonly SortedDictionary<string, string> _overflows = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int Count, string Last)> _manyNames = new(StringComparer.Ordinal);

    /// <summary>A data feed has ended, and with it a scenario.</summary>
    public void FeedEnded(string scenario, string reason)
    {
        if (_endedFeeds.TryAdd((scenario, reason), Request.Clock.Seconds))
        {
            Message($"{Core.Text.Units.Clock(Request.Clock.Seconds)}  Scenario '{scenario}' starts no more iterations: {reason}.");
        }
    }

    /// <summary>Adds what scenarios measured themselves, and what the load has to say of itself. After <see cref="EndAsync"/>.</summary>
    public LoadResult Complete(LoadResult result) => result with
    {
        Custom = _metrics.ToResults(),
        Series = _metrics.ToSeries(),
        Findings =
        [
            .. _metrics.Findings(),
            .. _overflows.Select(over => new Finding(
                "step-names", FindingSeverity.Warning,
                FormattableString.Invariant($"the steps of scenario '{over.Key}' have more than {StepTable.Limit:#,0} names; the first without a row of its own is {over.Value}"),
                FormattableString.Invariant($"{StepTable.Limit:#,0} names of a scenario in a phase; all further ones are counted together as {StepTable.Overflow}"),
                "Give steps fixed names, without ids.")),
            .. _manyNames.Where(many => !_overflows.ContainsKey(many.Key)).Select(many => new Finding(
                "step-names", FindingSeverity.Warning,
                FormattableString.Invariant($"the steps of scenario '{many.Key}' have {many.Value.Count:#,0} names, such as '{many.Value.Last}'"),
                FormattableString.Invariant($"up to {StepTable.Many} names of a scenario in a phase: one for what is done, and not for each thing that it is done to"),
                "Each name has a row and percentiles of its own. Give steps fixed names, without ids.")),
            .. _endedFeeds.OrderBy(ended => ended.Value).ThenBy(ended => ended.Key.Scenario, StringComparer.Ordinal).Select(ended => new Finding(
                "data-feed", FindingSeverity.Warning,
                $"{ended.Key.Reason}: scenario '{ended.Key.Scenario}' started no more iterations from {Core.Text.Units.Clock(ended.Value)} on",
                "an item for each iteration: one that is used once is never given twice",
                "Give the feed more items, shorten the load, or use DataFeed.Circular where items may come again.")),
        ],
    };

    /// <summary>Built-in scenarios have the names that they were given.</summary>
    private void LookAtNames(PhaseRun phase)
    {
        foreach (var (scenario, name) in phase.Recorder.Overflows)
        {
            _overflows.TryAdd(scenario, name);
        }

        foreach (var (scenario, count, last) in phase.Recorder.ManyNames.Where(many => phase.Scenarios.Any(own => own.Props.Name == many.Scenario && own.Props.RunValue is null)))
        {
            _manyNames[scenario] = _manyNames.TryGetValue(scenario, out var known) && known.Count >= count ? known : (count, last);
        }
    }

    private void Sample(PhaseRun phase, bool ended)
    {
        if (phase.Windows.Length > 0)
        {
            var (start, now) = (Request.Clock.SecondsAt(phase.Start), Request.Clock.Seconds);
            var end = start + phase.Windows[^1].End.TotalSeconds;
            _metrics.Sample(start + phase.Windows[0].Start.TotalSeconds, Math.Min(now, ended || phase.LoadEnd > 0 ? Math.Min(end, Request.Clock.SecondsAt(phase.LoadEnd)) : end));
        }
    }
}
