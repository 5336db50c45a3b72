using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Verdicts;
using LoadLab.Monitoring.Alerting;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Prometheus;

/// <summary>
/// The recording rules. Events are counted slice by slice, as the import of production counts them, and windows are sums of slices: what was bad is the same
/// event by event in a report, in a replay and in an alert.
/// </summary>
internal sealed class RecordingRules(SloCatalogue catalogue)
{
    private readonly IReadOnlyList<WatchedRow> _rows = WatchedRow.Of(catalogue);
    private readonly TimeSpan _slice = WatchedRow.SliceOf(catalogue);
    private readonly string _name = Slug.Of(catalogue.Name);

    /// <summary>The groups.</summary>
    public YamlObject Document() => new() { { "groups", Groups() } };

    private YamlArray Groups()
    {
        var groups = new YamlArray();
        groups.Comment("One evaluation a slice: neighbouring slices then add up to what the counters rose by. A slice that is missed is unknown, never good.");
        groups.Add(Group("slices", _slice, Slices()));
        groups.Comment("The figure of each row over its window. Without an interval of its own: as often as Prometheus evaluates.");
        groups.Add(Group("figures", null, Figures()));
        groups.Comment("The period of each error budget. Where Prometheus knows less than the whole period, slo:known_ratio:period says how much.");
        groups.Add(Group("periods", TimeSpan.FromTicks(Math.Max(_slice.Ticks, TimeSpan.FromMinutes(1).Ticks)), Periods()));
        return groups;
    }

    private YamlObject Group(string name, TimeSpan? interval, YamlArray rules) => new()
    {
        { "name", $"{_name}-{name}" },
        { "interval", interval is { } length ? PromQl.Duration(length) : null },
        { "rules", rules },
    };

    private YamlArray Slices()
    {
        var rules = new YamlArray();
        if (Maintenance() is { Length: > 0 } maintenance)
        {
            rules.Comment("Announced maintenance does not count: a slice that lies in it as a whole has no events, good or bad.");
            rules.Add(Rule(RowNames.Maintenance, maintenance, new YamlObject { { "catalogue", catalogue.Name } }));
        }

        foreach (var row in _rows.Where(row => row.Target is not null))
        {
            rules.Comment($"{row.Slo.Source} {row.Slo.Title}: {row.Slo.Says}");
            var (seen, good, bad) = (RowNames.Of(RowNames.Seen, catalogue, row.Slo.Id), RowNames.Of(RowNames.Good, catalogue, row.Slo.Id), RowNames.Of(RowNames.Bad, catalogue, row.Slo.Id));
            rules.Add(Rule(RowNames.Seen, RowQuery.Total(row, _slice), Labels(row)));
            rules.Add(Rule(RowNames.Good, RowQuery.Good(row, _slice), Labels(row)));
            rules.Add(Rule(RowNames.Bad, Counted(RowQuery.Bad(row, seen, good)), Labels(row)));
            // Only where bad is known too, or the share of bad events would be too small.
            rules.Add(Rule(RowNames.Total, Counted($"{seen} and {bad}"), Labels(row)));
            rules.Add(Rule(RowNames.Target, $"vector({PromQl.Number(row.Target!.Value)})", Labels(row)));
        }

        if (rules.Count > 0)
        {
            rules.Comment("Windows, of all rows at once. One of which less than nine tenths are known decides nothing.");
        }

        foreach (var window in AlertPlan.Windows(catalogue))
        {
            var (range, least) = (PromQl.Duration(window), PromQl.Number(0.9m * window.Ticks / _slice.Ticks));
            var (bad, total) = (RowNames.All(RowNames.Bad, catalogue), RowNames.All(RowNames.Total, catalogue));
            rules.Add(Rule(RowNames.Events(window), $"sum_over_time({total}[{range}])\nand count_over_time({total}[{range}]) >= {least}", null));
            rules.Add(Rule(RowNames.BadRatio(window), $"sum_over_time({bad}[{range}]) / ({RowNames.All(RowNames.Events(window), catalogue)} > 0)", null));
        }

        return rules;
    }

    private YamlArray Figures()
    {
        var rules = new YamlArray();
        foreach (var row in _rows)
        {
            var alerted = catalogue.Document.OfType<AlertEntry>().Where(entry => ThresholdAlerts.Watched(entry, _rows) == row).Select(entry => entry.Window ?? WatchedRow.DefaultWindow).ToHashSet();
            foreach (var window in alerted.Append(WatchedRow.DefaultWindow).Distinct().Order())
            {
                if (row.Slo.Figure != SloFigure.Share)
                {
                    rules.Add(Rule(RowNames.Figure(window), RowQuery.Figure(row, window), Labels(row)));
                    if (alerted.Contains(window) && ThresholdAlerts.MayLieBeyond(row))
                    {
                        rules.Add(Rule(RowNames.Beyond(window), RowQuery.Beyond(row, window), Labels(row)));
                    }

                    continue;
                }

                var bad = RowNames.Of(RowNames.BadRatio(window), catalogue, row.Slo.Id);
                if (!row.Fits(window))
                {
                    rules.Add(Rule(RowNames.BadRatio(window), $"({RowQuery.Bad(row, window)}) / ({RowQuery.Total(row, window)} > 0)", Labels(row)));
                }

                rules.Add(Rule(RowNames.Figure(window), row.Slo.CountsBad ? bad : "1 - " + bad, Labels(row)));
            }
        }

        return rules;
    }

    private YamlArray Periods()
    {
        var rules = new YamlArray();
        var groups = _rows.Where(row => row.Target is not null).GroupBy(row => row.Period).ToList();
        if (groups.Count > 0)
        {
            rules.Add(Rule(RowNames.PeriodBad, Each((rows, range, _) => $"sum_over_time({RowNames.Bad}{rows}[{range}]) / (sum_over_time({RowNames.Total}{rows}[{range}]) > 0)"), null));
            rules.Add(Rule(RowNames.PeriodKnown, Each((rows, range, slices) => $"clamp_max(count_over_time({RowNames.Total}{rows}[{range}]) / {PromQl.Number(slices)}, 1)"), null));
            rules.Add(Rule(RowNames.BudgetLeft, $"1 - {RowNames.All(RowNames.PeriodBad, catalogue)} / (1 - {RowNames.All(RowNames.Target, catalogue)} > 0)", null));
        }

        // One expression for all periods: two rules of one name are a fault to promtool.
        string Each(Func<string, string, decimal, string> expression) => string.Join("\nor ", groups.Select(group => expression(
            $"{{catalogue={PromQl.Quote(catalogue.Name)},{PromQl.OneOf("slo", [.. group.Select(row => row.Slo.Id)])}}}", PromQl.Duration(group.Key), (decimal)group.Key.Ticks / _slice.Ticks)));
        return rules;
    }

    private string Counted(string expression) => Maintenance().Length > 0 ? $"({RowNames.All(RowNames.Maintenance, catalogue)} * 0)\nor on () ({expression})" : expression;

    /// <summary>1 at the end of a slice that lies in announced maintenance as a whole.</summary>
    private string Maintenance() => string.Join("\nor ", catalogue.Maintenance.Select(window =>
        $"(vector(time()) >= {PromQl.Number((decimal)(window.From + _slice).ToUnixTimeMilliseconds() / 1000)} <= {PromQl.Number((decimal)window.To.ToUnixTimeMilliseconds() / 1000)}) * 0 + 1"));

    private static YamlObject Rule(string record, string expression, YamlObject? labels) => new() { { "record", record }, { "expr", expression }, { "labels", labels } };

    private YamlObject Labels(WatchedRow row) => new()
    {
        { "catalogue", catalogue.Name },
        { "slo", row.Slo.Id },
        { "service", row.Service },
        { "tier", row.Slo.Tier.Word() },
    };
}
