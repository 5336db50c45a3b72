using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Core.Suites;

/// <summary>Looks up the SLOs of <c>abort:</c>, so that the plan says all that judging them live needs.</summary>
internal sealed class AbortPlanner(SuiteDefinition suite, SloCatalogue? catalogue, List<string> faults)
{
    public IReadOnlyList<AbortRule> Plan() => [.. suite.Aborts.Select(Plan).OfType<AbortRule>()];

    /// <summary>The rule of a row that can be judged from the load itself each second; null of another.</summary>
    /// <param name="slo">The row.</param>
    /// <param name="catalogue">Its catalogue.</param>
    /// <param name="scale">Times the row's limit.</param>
    /// <param name="window">Length of the sliding window.</param>
    public static AbortRule? RuleOf(Slo slo, SloCatalogue catalogue, double scale, TimeSpan window)
    {
        var (measure, percentile, service) = MeasureOf(slo);
        return measure.Length == 0 || slo.NotMeasured.Length > 0 || !slo.Objective.WantsLess || catalogue.Services[service].Steps.Count == 0 ? null : new AbortRule
        {
            Slo = slo.Id,
            After = TimeSpan.Zero,
            For = window,
            Measure = measure,
            Percentile = percentile,
            Limit = percentile is null ? Math.Min(1, slo.Objective.Limit * scale) : slo.Objective.Limit * scale,
            LimitText = $"{slo.Objective.Sign} {slo.Objective.Text}",
            Steps = catalogue.Services[service].Steps,
            Except = catalogue.Services[service].Except,
            Classes = slo is ErrorRatioSlo errors ? errors.Classes : [],
        };
    }

    private static (string Measure, double? Percentile, string Service) MeasureOf(Slo slo) => slo switch
    {
        ResponseTimeSlo { Measure: MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime } row => (row.Measure, (double?)row.Percentile, row.Service),
        ErrorRatioSlo { Bad.Length: 0 } row => (MeasureNames.HttpErrorRatio, null, row.Service),
        AvailabilitySlo { Measure.Length: 0, Jobs: null } row => (MeasureNames.HttpAvailability, null, row.Service),
        _ => ("", null, ""),
    };

    private AbortRule? Plan(AbortDefinition abort)
    {
        var ids = (catalogue?.Slos ?? []).Select(slo => slo.Id).ToList();
        if (catalogue?.Slos.FirstOrDefault(candidate => candidate.Id == abort.Slo) is not { } slo)
        {
            Add(abort, catalogue is null ? "needs the catalogue, which was not given." : $"catalogue '{catalogue.Name}' has no such SLO.{NearestName.Sentence(abort.Slo, ids)}");
            return null;
        }

        if (suite.Slos.Count > 0 && !suite.Slos.Contains(slo.Id))
        {
            Add(abort, "the suite's slos do not name it, so it would not be judged. Add it there.");
        }

        if (slo.NotMeasured.Length > 0)
        {
            Add(abort, $"a run cannot measure it, so it would never end one: {slo.NotMeasured}");
            return null;
        }

        var (measure, percentile, service) = MeasureOf(slo);
        if (measure.Length == 0)
        {
            Add(abort, "only SLOs of kind response-time over http times, error-ratio and availability can end a run: they are judged from the load itself each second.");
            return null;
        }

        if (suite.Driver == DriverWords.K6 && measure == MeasureNames.HttpResponseTime)
        {
            if (slo is not ResponseTimeSlo { AcceptsServiceTime: true })
            {
                Add(abort, $"k6 has no response times, so it would never end a run. Where the service time is enough, write acceptsServiceTime: true in the row, or measure {MeasureNames.HttpServiceTime}.");
                return null;
            }

            measure = MeasureNames.HttpServiceTime;
        }

        if (slo.Windowing is not null)
        {
            Add(abort, "it is judged window by window (over, for), and a run is ended by the window of the abort itself. Name the row over the whole, and give the abort its own for.");
            return null;
        }

        if (slo.Objective.WantsLess == slo is AvailabilitySlo)
        {
            Add(abort, $"its objective {slo.Objective.Sign} {slo.Objective.Text} wants the worse side, which cannot end a run.");
            return null;
        }

        var map = catalogue.Services[service];
        if (map.Steps.Count == 0)
        {
            Add(abort, $"no step belongs to its service '{service}', so no request would count. Name an SLO of a service with steps.");
            return null;
        }

        return new AbortRule
        {
            Slo = slo.Id,
            After = abort.After ?? TimeSpan.Zero,
            For = abort.For ?? AbortRule.DefaultWindow,
            Measure = measure,
            Percentile = percentile,
            Limit = slo.Objective.Limit,
            LimitText = $"{slo.Objective.Sign} {slo.Objective.Text}",
            Steps = map.Steps,
            Except = map.Except,
            Classes = slo is ErrorRatioSlo errors ? errors.Classes : [],
        };
    }

    private void Add(AbortDefinition abort, string message) => faults.Add($"{abort.Origin}: Suite '{suite.Name}', abort '{abort.Slo}': {message}");
}
