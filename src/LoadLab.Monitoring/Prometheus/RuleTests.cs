using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Alerting;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Prometheus;

/// <summary>
/// Unit tests in promtool's format: the counted events and figures are made up, and each alert must fire for exactly the rows for which the arithmetic says so.
/// </summary>
internal sealed class RuleTests
{
    /// <summary>How often promtool evaluates: seldom, because three days are looked at again and again.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromHours(1);
    private readonly SloCatalogue _catalogue;
    private readonly AlertPlan _plan;
    private readonly MadeUpSeries _series;
    private readonly IReadOnlyList<WatchedRow> _budgets;

    public RuleTests(SloCatalogue catalogue)
    {
        _catalogue = catalogue;
        _plan = AlertPlan.Of(catalogue);
        _series = new MadeUpSeries(catalogue, _plan.Rows);
        _budgets = [.. _plan.Rows.Where(row => row.Target is < 1)];
    }

    /// <summary>The file's content.</summary>
    /// <param name="ruleFiles">The files of the rules, beside it.</param>
    public YamlObject Document(IEnumerable<string> ruleFiles)
    {
        var name = Slug.Of(_catalogue.Name);
        var order = new[] { "slices", "figures", "periods", "budgets", "thresholds", "silence" }.Where(group => group != "thresholds" || _plan.Thresholds.Count > 0);
        var tests = new YamlArray();
        Healthy(tests);
        foreach (var rule in _catalogue.BurnRates.Where(rule => Planned(rule).Count > 0))
        {
            Burning(tests, rule);
        }

        if (_catalogue.BurnRates.Where(rule => Planned(rule).Count > 0).MinBy(rule => rule.LongWindow) is { } quickest)
        {
            LittleTraffic(tests, quickest);
        }

        SlowEnough(tests);
        Thresholds(tests);
        Broken(tests);
        NoData(tests);
        return new YamlObject
        {
            { "rule_files", new YamlArray(ruleFiles) },
            { "evaluation_interval", PromQl.Duration(Up(s_step)) },
            { "group_eval_order", new YamlArray(order.Select(group => $"{name}-{group}")) },
            { "tests", tests },
        };
    }

    private void Healthy(YamlArray tests)
    {
        var length = Up(TimeSpan.FromHours(1));
        Add(tests, "All is well: nothing fires but the sign of life", length, _series.Of(length, _ => 0, Kept),
        [
            Expect($"count(ALERTS{{alertstate=\"firing\",alertname!={PromQl.Quote(AlertKinds.Watchdog)}}})", length, []),
            Expect($"count by (alertname) (ALERTS{{alertname={PromQl.Quote(AlertKinds.Watchdog)},alertstate=\"firing\"}})", length, [$"{{alertname={PromQl.Quote(AlertKinds.Watchdog)}}}"]),
        ]);
    }

    /// <summary>Every row burns a quarter faster than the rule allows. Of all rules whose long window has passed, those that are slower fire too, and no faster one.</summary>
    private void Burning(YamlArray tests, BurnRateRule rule)
    {
        var length = Up(rule.LongWindow);
        var windows = Window(rule);
        Add(tests, $"Budgets burn a quarter faster than {windows} allows", length, _series.Of(length, Ratio, Kept),
            [.. _catalogue.BurnRates.Where(other => other.LongWindow <= length && Planned(other).Count > 0).DistinctBy(Window).Select(other => ExpectBurn(other, length, Planned(other).Where(row => Ratio(row) > Of(other, row).Threshold(row.Target!.Value))))]);

        decimal Ratio(WatchedRow row) => Math.Min(1, 1.25m * Of(rule, row).Threshold(row.Target!.Value));
    }

    private void LittleTraffic(YamlArray tests, BurnRateRule rule)
    {
        var length = Up(rule.LongWindow);
        Add(tests, $"All fails in {Window(rule)}, but there is so little traffic that one failure would be too much", length,
            _series.Of(length, _ => 1, Kept, row => 0.5m / ((1 - row.Target!.Value) * ((length.Ticks / row.Slice.Ticks) + 1))),
            [ExpectBurn(rule, length, [])]);
    }

    private void SlowEnough(YamlArray tests)
    {
        if (_budgets.Count == 0)
        {
            return;
        }

        var length = Up(_catalogue.BurnRates.Max(rule => rule.LongWindow));
        Add(tests, "Budgets burn nine tenths as fast as the slowest rule allows", length,
            _series.Of(length, row => Math.Min(1, 0.9m * _catalogue.BurnRates.Min(rule => Of(rule, row).Threshold(row.Target!.Value))), Kept),
            [Expect($"count(ALERTS{{alertname={PromQl.Quote(AlertKinds.Burn)},alertstate=\"firing\"}})", length, [])]);
    }

    private void Thresholds(YamlArray tests)
    {
        var pairs = _plan.Thresholds.Select(item => item.Alert).OfType<PlannedAlert>().ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        var entries = _catalogue.Document.OfType<AlertEntry>().Where(entry => pairs.Exists(alert => alert.Alert == entry.Id)).ToList();
        foreach (var severity in new[] { Severity.Critical, Severity.Warning })
        {
            var chosen = entries.GroupBy(entry => ThresholdAlerts.Watched(entry, _plan.Rows)!.Slo.Id).ToDictionary(group => group.Key, group => group.First());
            var length = Up(entries.Max(entry => entry.Window ?? WatchedRow.DefaultWindow));
            Objective Crossed(string id) => severity == Severity.Critical ? chosen[id].Critical : chosen[id].Warning;
            var series = _series.Of(
                length,
                row => chosen.ContainsKey(row.Slo.Id) && row.Slo.Figure == SloFigure.Share ? Math.Min(1, 1.01m * BadLimit(row, Crossed(row.Slo.Id))) : 0,
                row => chosen.ContainsKey(row.Slo.Id) ? Beyond(Crossed(row.Slo.Id)) : Kept(row),
                windows: row => chosen.TryGetValue(row.Slo.Id, out var entry) ? [entry.Window ?? WatchedRow.DefaultWindow] : []);
            var first = chosen.Values.Where(entry => Fits(entry)).ToList();
            Add(tests, $"The document's {severity} thresholds are crossed by a hundredth", length, series,
            [
                .. new[] { Severity.Critical, Severity.Warning }.Select(level => Expect(
                    $"count by (alert) (ALERTS{{alertname={PromQl.Quote(AlertKinds.Threshold)},alertstate=\"firing\",severity={PromQl.Quote(level)},{PromQl.OneOf("alert", [.. first.Select(entry => entry.Id)])}}})",
                    length,
                    [.. first.Where(entry => level == severity || IsBroken(entry, level, severity)).Select(entry => $"{{alert={PromQl.Quote(entry.Id)}}}")])),
            ]);
        }
    }

    /// <summary>True when crossing one level by a hundredth crosses the other too.</summary>
    private bool IsBroken(AlertEntry entry, string level, string crossed)
    {
        var row = ThresholdAlerts.Watched(entry, _plan.Rows)!;
        var (asked, by) = (level == Severity.Critical ? entry.Critical : entry.Warning, crossed == Severity.Critical ? entry.Critical : entry.Warning);
        return row.Slo.Figure == SloFigure.Share ? 1.01m * BadLimit(row, by) > BadLimit(row, asked) : !asked.IsMetBy((double)Beyond(by));
    }

    /// <summary>A window that is no whole number of slices is measured by queries, and these have no made-up series.</summary>
    private bool Fits(AlertEntry entry) =>
        ThresholdAlerts.Watched(entry, _plan.Rows) is { } row && (row.Fits(entry.Window ?? WatchedRow.DefaultWindow) || row.Slo.Figure != SloFigure.Share);

    private void Broken(YamlArray tests)
    {
        var (zero, outside) = (_plan.All.Where(alert => alert.Name == AlertKinds.ZeroTolerance).ToList(), _plan.All.Where(alert => alert.Name == AlertKinds.Outside).ToList());
        if (zero.Count + outside.Count == 0)
        {
            return;
        }

        var length = Up(TimeSpan.FromMinutes(20));
        Add(tests, "What allows no failure fails once in a million; what has no budget is outside its objective", length, _series.Of(length, _ => 0.000001m, row => Beyond(row.Slo.Objective)),
        [
            .. zero.Concat(outside).GroupBy(alert => alert.Name).Select(group => Expect(
                $"count by (slo) (ALERTS{{alertname={PromQl.Quote(group.Key)},alertstate=\"firing\"}})", length, [.. group.Select(alert => $"{{slo={PromQl.Quote(alert.Slo)}}}")])),
        ]);
    }

    private void NoData(YamlArray tests)
    {
        var length = Up(AlertPlan.SilentFor + (2 * s_step));
        Add(tests, "Nothing is known: silence is an alert", length, [],
        [
            Expect($"count by (slo) (ALERTS{{alertname={PromQl.Quote(AlertKinds.NoData)},alertstate=\"firing\"}})", length, [.. _plan.Rows.Select(row => $"{{slo={PromQl.Quote(row.Slo.Id)}}}")]),
            Expect($"count by (alertname) (ALERTS{{alertname={PromQl.Quote(AlertKinds.NoDataAtAll)},alertstate=\"firing\"}})", length, _plan.Rows.Count > 0 ? [$"{{alertname={PromQl.Quote(AlertKinds.NoDataAtAll)}}}"] : []),
        ]);
    }

    private void Add(YamlArray tests, string title, TimeSpan length, YamlArray series, IEnumerable<YamlObject> expectations)
    {
        tests.Comment($"{title}, after {DurationValue.Format(length)}.");
        tests.Add(new YamlObject
        {
            { "name", title },
            { "interval", PromQl.Duration(WatchedRow.SliceOf(_catalogue)) },
            { "input_series", series },
            { "promql_expr_test", new YamlArray(expectations) },
        });
    }

    private static YamlObject ExpectBurn(BurnRateRule rule, TimeSpan at, IEnumerable<WatchedRow> rows) => Expect(
        $"count by (slo) (ALERTS{{alertname={PromQl.Quote(AlertKinds.Burn)},alertstate=\"firing\",window={PromQl.Quote(Window(rule))}}})", at, [.. rows.Select(row => $"{{slo={PromQl.Quote(row.Slo.Id)}}}")]);

    private static YamlObject Expect(string query, TimeSpan at, IReadOnlyList<string> series) => new()
    {
        { "expr", query },
        { "eval_time", PromQl.Duration(at) },
        { "exp_samples", new YamlArray(series.Select(labels => new YamlObject { { "labels", labels }, { "value", 1 } })) },
    };

    private IReadOnlyList<WatchedRow> Planned(BurnRateRule rule) =>
        [.. _budgets.Where(row => Of(rule, row).Refuse(row.Target!.Value) is null && row.Fits(rule.LongWindow) && row.Fits(rule.ShortWindow))];

    private static BurnRateRule Of(BurnRateRule rule, WatchedRow row) => rule with { Period = row.Period };

    private static string Window(BurnRateRule rule) => $"{DurationValue.Format(rule.LongWindow)}/{DurationValue.Format(rule.ShortWindow)}";

    private static decimal BadLimit(WatchedRow row, Objective objective) => row.Slo.CountsBad ? (decimal)objective.Limit : 1 - (decimal)objective.Limit;

    private static decimal Kept(WatchedRow row) => (decimal)row.Slo.Objective.Limit * (row.Slo.Objective.WantsLess ? 0.5m : 2m);

    private static decimal Beyond(Objective objective) => (decimal)objective.Limit * (objective.WantsLess ? 1.01m : 0.99m);

    /// <summary>The least multiple of the step of evaluation, and of the slices, that is as long.</summary>
    private TimeSpan Up(TimeSpan length)
    {
        var step = Math.Max(s_step.Ticks, WatchedRow.SliceOf(_catalogue).Ticks);
        return TimeSpan.FromTicks((length.Ticks + step - 1) / step * step);
    }
}
