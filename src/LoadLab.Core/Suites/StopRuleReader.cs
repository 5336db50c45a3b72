using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>
/// Reads what ends a run early: <c>abort: [{slo: api-response-p95, after: 10s, for: 5s}]</c> and
/// <c>stop: {errorRatio: 50%, over: 5s, minSamples: 100}</c>.
/// </summary>
internal sealed class StopRuleReader(YamlReader top)
{
    /// <summary>Longest window: it is kept in memory.</summary>
    private static readonly TimeSpan MostWindow = TimeSpan.FromHours(1);

    public IReadOnlyList<AbortDefinition> ReadAborts()
    {
        var aborts = new List<AbortDefinition>();
        var nodes = top.List("abort");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item("abort", i, nodes[i]) is not { } item)
            {
                continue;
            }

            var slo = item.Text("slo", required: true);
            var abort = new AbortDefinition(item.Origin, slo ?? "", item.Duration("after"), Window(item, "for"));
            item.Done();
            if (slo is not null)
            {
                aborts.Add(abort);
            }
        }

        foreach (var twice in aborts.GroupBy(abort => abort.Slo).Where(group => group.Count() > 1))
        {
            top.Fault(twice.Last().Origin, "abort", $"the SLO '{twice.Key}' stands here {twice.Count()} times. Keep one.");
        }

        return aborts;
    }

    public StopRule? ReadStop()
    {
        if (top.Map("stop") is not { } stop)
        {
            return null;
        }

        var ratio = stop.Value<double>("errorRatio", PercentValue.TryParse, PercentValue.Allowed, required: true);
        var over = Window(stop, "over") ?? StopRule.DefaultWindow;
        var least = stop.Integer("minSamples") ?? StopRule.DefaultMinSamples;
        stop.Done();
        if (ratio is >= 1)
        {
            stop.Fault("errorRatio", "100% can never be exceeded. Give less, for example 50%.");
        }

        if (least < 1)
        {
            stop.Fault("minSamples", $"{least} is below 1.");
        }

        return ratio is { } given ? new StopRule(given, over, least) : null;
    }

    private static TimeSpan? Window(YamlReader row, string key)
    {
        if (row.Duration(key) is not { } window)
        {
            return null;
        }

        if (window < AbortRule.LeastWindow || window > MostWindow || window.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            row.Fault(key, $"{DurationValue.Format(window)} is not a window of whole seconds from 1s to 1h.");
        }

        return window;
    }
}
