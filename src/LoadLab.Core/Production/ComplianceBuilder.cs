using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Slos;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Production;

/// <summary>Computes a compliance report. Pure: the same data give the same report.</summary>
public static class ComplianceBuilder
{
    /// <summary>Title of the figures that belong to no service.</summary>
    public const string NoService = "Other figures";

    /// <summary>Builds the report.</summary>
    public static ComplianceReport Build(ComplianceData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var import = data.Import;
        var rows = data.Catalogue.Slos.Where(slo => slo is not CapacitySlo).ToList();
        var reached = rows.ToDictionary(slo => slo.Id, slo => import?.Analyse(slo), StringComparer.Ordinal);
        var services = Services(data, rows, reached);
        var alerts = import is null ? [] : ComplianceAlerts.Of(data, rows);
        return new ComplianceReport
        {
            Catalogue = data.Catalogue.Name,
            Period = data.Period.Name,
            Kind = data.Period.Kind,
            From = data.Period.From,
            To = data.Period.To,
            Until = import?.Until,
            Source = import?.Source,
            SliceSeconds = import?.Grid.Slice.TotalSeconds,
            Services = services,
            Capacity = [.. data.Catalogue.Slos.OfType<CapacitySlo>().Select(slo => Capacity(slo, data))],
            Alerts = alerts,
            Observations = [.. ComplianceObservations.Of(data, rows, reached)],
            Maintenance = import?.Maintenance ?? [],
            Review = ReviewBuilder.Of(data, rows, reached, alerts),
            Runs = [.. data.Runs.Select(run => new ComplianceRun(run.RunId, run.Suite, run.StartedAt!.Value, run.Outcome, run.Decision, run.Validity))],
        };
    }

    private static List<ServiceCompliance> Services(ComplianceData data, List<Slo> rows, Dictionary<string, RowAttainment?> reached)
    {
        var services = new List<ServiceCompliance>();
        foreach (var group in rows.GroupBy(slo => (slo.ServiceName ?? "")).OrderBy(group => Place(group.Key, data.Catalogue)))
        {
            var figures = group.GroupBy(slo => slo.IndicatorKey).Select(figure => Figure([.. figure.OrderBy(slo => slo.Tier == SloTier.Slo)], data, reached)).ToList();
            var title = group.Key.Length == 0 ? NoService : data.Catalogue.Services[group.Key].Title is { Length: > 0 } named ? named : group.Key;
            services.Add(new ServiceCompliance(title, Together(figures), figures));
        }

        return services;
    }

    private static int Place(string service, SloCatalogue catalogue) => service.Length == 0 ? int.MaxValue : catalogue.Services.Keys.ToList().IndexOf(service);

    /// <summary>A service is never better than its worst figure, and never green while one of its figures was not measured.</summary>
    private static ComplianceStatus Together(List<ComplianceFigure> figures)
    {
        var worst = figures.Where(figure => figure.Status != ComplianceStatus.NotMeasured).Select(figure => figure.Status).DefaultIfEmpty(ComplianceStatus.NotMeasured).Max();
        return worst == ComplianceStatus.Green && figures.Any(figure => figure.Status == ComplianceStatus.NotMeasured) ? ComplianceStatus.Partly : worst;
    }

    private static ComplianceFigure Figure(IReadOnlyList<Slo> slos, ComplianceData data, Dictionary<string, RowAttainment?> reached)
    {
        var rows = slos.Select(slo => Row(slo, data, reached[slo.Id])).ToList();
        var measured = slos.Select(slo => (Slo: slo, Reached: reached[slo.Id])).Where(pair => pair.Reached?.HasFigure == true).ToList();
        var figure = measured.Count == 0 ? Units.None : ComplianceText.Measured(measured[0].Slo, measured[0].Reached!);
        return new ComplianceFigure(slos[0].Title.Replace(" (SLA)", "", StringComparison.Ordinal), figure, Status(rows), rows);
    }

    /// <summary>Any SLA that fails is red. An SLO that fails is yellow while an SLA on the figure passes, and red where none does.</summary>
    private static ComplianceStatus Status(List<ComplianceRow> rows)
    {
        var sla = Worst(rows.Where(row => row.Tier == SloTier.Sla));
        var slo = Worst(rows.Where(row => row.Tier == SloTier.Slo));
        return IndicatorStatus.Combine(sla, slo) switch
        {
            Verdict.Pass => rows.Any(row => row.Verdict == Verdict.NotMeasured) ? ComplianceStatus.Partly : ComplianceStatus.Green,
            Verdict.Warn => ComplianceStatus.Yellow,
            Verdict.Fail => ComplianceStatus.Red,
            Verdict.Inconclusive => ComplianceStatus.Undecided,
            _ => ComplianceStatus.NotMeasured,
        };
    }

    private static Verdict Worst(IEnumerable<ComplianceRow> rows)
    {
        var verdicts = rows.Select(row => row.Verdict).Where(verdict => verdict != Verdict.NotMeasured).ToList();
        return verdicts.Count == 0 ? Verdict.NotMeasured : verdicts.MaxBy(Judgement.Severity);
    }

    private static ComplianceRow Row(Slo slo, ComplianceData data, RowAttainment? reached) => new()
    {
        Id = slo.Id,
        Tier = slo.Tier,
        Source = slo.Source,
        Target = slo.Says,
        Verdict = reached?.Verdict ?? Verdict.NotMeasured,
        Reason = reached?.Reason ?? ComplianceText.WhyNot(slo, data),
        Attained = reached?.Attained,
        LowerBound = reached?.LowerBound,
        Unit = RowTarget.CountsEvents(slo) ? "ratio" : slo.Objective.Unit,
        TimeRatio = reached?.Slices.TimeRatio,
        TimeRatioLowerBound = reached?.Slices.TimeRatioLowerBound,
        Consumed = reached?.Budget?.ConsumedRatio,
        ConsumedByTime = reached?.TimeBudget?.ConsumedRatio,
        Remaining = reached?.Budget?.RemainingRatio,

        // By events, what is spent of what was allowed so far is the mean rate: both are bad / ((1 − T) · total).
        Burn = reached?.Budget?.ConsumedRatio,
        Slices = reached?.Slices,
        LongestOutage = reached?.LongestOutage,
    };

    private static ComplianceCapacity Capacity(CapacitySlo slo, ComplianceData data)
    {
        foreach (var run in data.Judged.Reverse())
        {
            if (run.Evaluation!.Validity.Status == ValidityStatus.Valid
                && run.Evaluation.Verdicts.FirstOrDefault(verdict => verdict.Id == slo.Id && verdict.Verdict != Verdict.NotMeasured) is { } verdict)
            {
                return new ComplianceCapacity(slo.Id, slo.Title, slo.Says, verdict.Verdict, verdict.Reason, run.Record.RunId);
            }
        }

        return new ComplianceCapacity(
            slo.Id,
            slo.Title,
            slo.Says,
            Verdict.NotMeasured,
            data.Runs.Count == 0 ? "No run began in this period." : $"None of the {Units.Counted(data.Runs.Count, "run")} of this period is valid and offered this load.",
            null);
    }
}
