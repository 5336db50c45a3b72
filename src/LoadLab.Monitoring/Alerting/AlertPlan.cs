using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Alerting;

/// <summary>All alerts of a catalogue, in the order of its rows, and what is left out. Pure.</summary>
internal sealed class AlertPlan
{
    /// <summary>How long nothing must be known of a row before that is an alert: three times the look-back of Prometheus.</summary>
    public static readonly TimeSpan SilentFor = TimeSpan.FromMinutes(15);

    /// <summary>How long nothing at all must be known.</summary>
    public static readonly TimeSpan AllSilentFor = TimeSpan.FromMinutes(5);

    private readonly SloCatalogue _catalogue;
    private readonly IReadOnlyList<AlertEntry> _entries;

    private AlertPlan(SloCatalogue catalogue)
    {
        _catalogue = catalogue;
        _entries = [.. catalogue.Document.OfType<AlertEntry>()];
        Rows = WatchedRow.Of(catalogue);
    }

    /// <summary>The rows that production measures.</summary>
    public IReadOnlyList<WatchedRow> Rows { get; }

    /// <summary>Alerts on error budgets and objectives, row by row.</summary>
    public IReadOnlyList<PlannedItem> OfRows { get; private init; } = [];

    /// <summary>The thresholds of the document.</summary>
    public IReadOnlyList<PlannedItem> Thresholds { get; private init; } = [];

    /// <summary>Silence, and the sign of life.</summary>
    public IReadOnlyList<PlannedItem> Silence { get; private init; } = [];

    /// <summary>All alerts.</summary>
    public IReadOnlyList<PlannedAlert> All => [.. OfRows.Concat(Thresholds).Concat(Silence).Select(item => item.Alert).OfType<PlannedAlert>()];

    /// <summary>Windows of burn rates and thresholds that are whole slices, from the shortest: their sums are recorded.</summary>
    public static IReadOnlyList<TimeSpan> Windows(SloCatalogue catalogue)
    {
        var slice = WatchedRow.SliceOf(catalogue);
        return
        [
            .. catalogue.BurnRates.SelectMany(rule => new[] { rule.LongWindow, rule.ShortWindow })
                .Concat(catalogue.Document.OfType<AlertEntry>().Select(alert => alert.Window ?? WatchedRow.DefaultWindow))
                // The second is what dashboards show as the burn rate of now.
                .Append(WatchedRow.DefaultWindow).Append(TimeSpan.FromHours(1))
                .Where(window => window >= slice && window.Ticks % slice.Ticks == 0)
                .Distinct().Order(),
        ];
    }

    /// <summary>Plans the alerts.</summary>
    public static AlertPlan Of(SloCatalogue catalogue)
    {
        var plan = new AlertPlan(catalogue);
        return new AlertPlan(catalogue)
        {
            OfRows = [.. catalogue.Slos.SelectMany(plan.OfRow)],
            Thresholds = [.. ThresholdAlerts.Of(catalogue, plan.Rows)],
            Silence = [.. plan.OfSilence()],
        };
    }

    private IEnumerable<PlannedItem> OfRow(Slo slo)
    {
        if (Rows.FirstOrDefault(row => row.Slo.Id == slo.Id) is not { } row)
        {
            var why = slo.Production?.NotMeasured is { Length: > 0 } reason ? reason
                : slo.Figure == SloFigure.Load ? "an offered load is no SLO of production: there the load is what users bring."
                : "the catalogue does not say how production measures it (production:).";
            yield return new PlannedItem(null, $"{slo.Id} ({slo.Source}): {why}");
        }
        else if (row.Target is not { } target)
        {
            yield return new PlannedItem(Outside(row), $"{slo.Id} ({slo.Source}): it limits a value and not a share of events, so there is no error budget and no burn rate.");
        }
        else if (target == 1)
        {
            yield return new PlannedItem(ZeroTolerance(row), $"{slo.Id} ({slo.Source}): a target of 100 % has no error budget, so nothing burns: its first bad event is an alert.");
        }
        else
        {
            foreach (var rule in _catalogue.BurnRates.Select(rule => rule with { Period = row.Period }))
            {
                yield return Burn(row, rule, target);
            }
        }
    }

    private PlannedItem Burn(WatchedRow row, BurnRateRule rule, decimal target)
    {
        if (rule.Refuse(target) is { } refused)
        {
            return new PlannedItem(null, $"{row.Slo.Id} ({row.Slo.Source}), {rule.Name}: {refused}");
        }

        if (!row.Fits(rule.LongWindow) || !row.Fits(rule.ShortWindow))
        {
            return new PlannedItem(null, $"{row.Slo.Id} ({row.Slo.Source}), {rule.Name}: its windows are no whole number of slices of {DurationValue.Format(row.Slice)} (attainment.slice).");
        }

        var (threshold, least) = (PromQl.Number(rule.Threshold(target)), decimal.Ceiling(1 / (1 - target)));
        var factor = PromQl.Number(decimal.Round(rule.Factor, 3));
        var (longer, shorter) = (DurationValue.Format(rule.LongWindow), DurationValue.Format(rule.ShortWindow));
        return new PlannedItem(About(row) with
        {
            Name = AlertKinds.Burn,
            Severity = rule.Severity,
            Window = $"{longer}/{shorter}",
            Expression = $"{Series(RowNames.BadRatio(rule.LongWindow), row)} > {threshold}\n"
                + $"and {Series(RowNames.BadRatio(rule.ShortWindow), row)} > {threshold}\n"
                + $"and {Series(RowNames.Events(rule.LongWindow), row)} * {PromQl.Number(1 - target)} >= 1",
            Summary = $"{row.Slo.Title}: the error budget burns {factor} times as fast as it may",
            Description = $"More than {PromQl.Number(100 * rule.Threshold(target))} % was bad in the last {longer} and in the last {shorter}. At this rate the budget of {DurationValue.Format(row.Period)} "
                + $"at a target of {PromQl.Number(100 * target)} % is spent in {DurationValue.Format(TimeSpan.FromMinutes(Math.Round((double)(row.Period.Ticks / rule.Factor / TimeSpan.TicksPerMinute))))}.",
            Comment = $"Silent below {PromQl.Number(least)} events in {longer}: with fewer a single bad one would fire it (low traffic).",
        });
    }

    private PlannedAlert Outside(WatchedRow row) => About(row) with
    {
        Name = AlertKinds.Outside,
        Severity = Severity.Ticket,
        For = WatchedRow.DefaultWindow,
        Expression = $"{Series(RowNames.Figure(WatchedRow.DefaultWindow), row)} {ThresholdAlerts.Broken(row.Slo.Objective)} {PromQl.Number(row.Slo.Objective.Limit)}",
        Summary = $"{row.Slo.Title} is outside its objective {row.Slo.Says}",
        Description = $"The document demands {row.Slo.Says}. It is a value and not a share of events, so it has no error budget: {DurationValue.Format(WatchedRow.DefaultWindow)} outside is an alert.",
    };

    private PlannedAlert ZeroTolerance(WatchedRow row) => About(row) with
    {
        Name = AlertKinds.ZeroTolerance,
        Severity = Severity.Page,
        Expression = $"sum_over_time({Series(RowNames.Bad, row)}[{PromQl.Duration(WatchedRow.DefaultWindow)}]) > 0",
        Summary = $"{row.Slo.Title}: something failed where nothing may",
        Description = "The document demands 100 %, which has no error budget: the first bad event breaks it.",
    };

    private IEnumerable<PlannedItem> OfSilence()
    {
        foreach (var row in Rows)
        {
            var name = row.Target is null ? RowNames.Figure(WatchedRow.DefaultWindow) : RowNames.Total;
            yield return new PlannedItem(About(row) with
            {
                Name = AlertKinds.NoData,
                Severity = Severity.Ticket,
                For = SilentFor,
                Expression = $"absent({Series(name, row)})",
                Summary = $"{row.Slo.Title}: nothing is known of it",
                Description = "Its queries give no figure, so no alert on it can fire. The target is not scraped, the metric has another name, several series come where one is asked for, "
                    + (row.Slo is ResponseTimeSlo ? "no bucket of the histogram has the limit as its bound, " : "") + "or good and all contradict each other.",
            });
        }

        if (Rows.Count > 0)
        {
            var (events, figures) = (RowNames.All(RowNames.Total, _catalogue), RowNames.All(RowNames.Figure(WatchedRow.DefaultWindow), _catalogue));
            yield return new PlannedItem(new PlannedAlert
            {
                Name = AlertKinds.NoDataAtAll,
                Severity = Severity.Page,
                For = AllSilentFor,
                Expression = $"absent({events}) and on () absent({figures})",
                Summary = $"{_catalogue.Name}: nothing is known of any SLO",
                Description = "Not one query of the catalogue gives a figure. Production is watched by nobody: is it scraped, are the recording rules loaded?",
            });
        }

        yield return new PlannedItem(new PlannedAlert
        {
            Name = AlertKinds.Watchdog,
            Severity = Severity.None,
            Expression = "vector(1)",
            Summary = "The alerting is alive",
            Description = "Always fires. Whoever receives it must raise an alarm when it stops coming (dead man's switch): Prometheus, Alertmanager or the way between them is dead then.",
        });
    }

    private PlannedAlert About(WatchedRow row) => new()
    {
        Name = "",
        Severity = "",
        Expression = "",
        Summary = "",
        Description = "",
        Slo = row.Slo.Id,
        Service = row.Service,
        Tier = row.Slo.Tier.Word(),
        Source = row.Slo.Source,
        Alert = _entries.FirstOrDefault(entry => entry.Watches.Contains(row.Slo.Id))?.Id ?? "",
    };

    private string Series(string name, WatchedRow row) => RowNames.Of(name, _catalogue, row.Slo.Id);
}
