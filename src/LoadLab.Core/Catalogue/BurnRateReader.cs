using LoadLab.Core.Budgets;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>
/// Reads <c>burnRates: [{budget: 2%, long: 1h, short: 5m, severity: page}]</c>, the alerts on burn rates of a budget of 30 days. The default is the four of
/// the Site Reliability Workbook. Whether one can fire depends on a row's target: lint says so.
/// </summary>
internal sealed class BurnRateReader(YamlReader top)
{
    public IReadOnlyList<BurnRateRule> Read()
    {
        if (!top.Has("burnRates"))
        {
            return BurnRateRule.Standard;
        }

        var rules = new List<BurnRateRule>();
        var nodes = top.List("burnRates");
        if (nodes.Count == 0)
        {
            top.Fault("burnRates", "has no rule in it. Give one, or leave the key out: the default is 14.4 in 1h/5m, 6 in 6h/30m, 3 in 1d/2h and 1 in 3d/6h.");
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item("burnRates", i, nodes[i]) is { } row)
            {
                rules.Add(Rule(row));
                row.Done();
            }
        }

        return rules;
    }

    private static BurnRateRule Rule(YamlReader row)
    {
        var budget = row.Value<double>("budget", PercentValue.TryParse, PercentValue.Allowed, required: true);
        if (budget == 0)
        {
            row.Fault("budget", "a rule that fires when nothing is spent always fires. Give a share above 0%, such as 2%.");
        }

        var (longWindow, shortWindow) = (Minutes(row, "long"), Minutes(row, "short"));
        if (longWindow is { } outer && shortWindow is { } inner && inner >= outer)
        {
            row.Fault("short", $"{DurationValue.Format(inner)} is not shorter than long, {DurationValue.Format(outer)}. The workbook takes a twelfth of it, {DurationValue.Format(outer / 12)}.");
        }

        if (longWindow > BurnRateRule.DefaultPeriod)
        {
            row.Fault("long", $"{DurationValue.Format(longWindow.Value)} is longer than the period of the budget, {DurationValue.Format(BurnRateRule.DefaultPeriod)}.");
        }

        var severity = row.OneOf("severity", [BurnRateRule.Page, BurnRateRule.Ticket], required: true) ?? "";
        return new BurnRateRule((decimal)(budget ?? 1), longWindow ?? TimeSpan.FromHours(1), shortWindow ?? TimeSpan.FromMinutes(5), severity, BurnRateRule.DefaultPeriod);
    }

    /// <summary>Whole minutes, because a month is replayed by the minute.</summary>
    private static TimeSpan? Minutes(YamlReader row, string key)
    {
        if (row.Duration(key, required: true) is not { } length)
        {
            return null;
        }

        if (length >= TimeSpan.FromMinutes(1) && length.Ticks % TimeSpan.TicksPerMinute == 0)
        {
            return length;
        }

        row.Fault(key, $"{DurationValue.Format(length)} is no whole number of minutes. Give one such as 5m.");
        return null;
    }
}
