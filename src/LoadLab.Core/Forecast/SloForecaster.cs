using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Statistics;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Forecast;

/// <summary>Says of each kind of SLO whether the phases of a plan are long enough to decide it.</summary>
internal sealed class SloForecaster(IReadOnlyDictionary<string, ServiceMap> services, IReadOnlyList<PhaseForecast> phases, RequestForecast requests) : ISloVisitor<SloForecast>
{
    public SloForecast Of(Slo slo) => slo.NotMeasured.Length > 0 ? Answer(slo, ForecastAnswer.NotMeasured, slo.NotMeasured) : slo.Accept(this);

    public SloForecast Visit(ResponseTimeSlo slo) => slo.IsClientTime ? Requests(slo, slo.Service) : Unknown(slo, SampleSize.ForPercentile(slo.Percentile), "samples of " + slo.Measure);

    public SloForecast Visit(ErrorRatioSlo slo) => slo.IsOfRequests ? Requests(slo, slo.Service) : Unknown(slo, ForRatio(slo.Objective), "events of " + slo.Total);

    public SloForecast Visit(AvailabilitySlo slo) => slo.Jobs is { } jobs ? Unknown(slo, ForRatio(slo.Objective), "events of " + jobs.Total)
        : slo.IsOfRequests ? Requests(slo, slo.Service)
        : EachSecond(slo, Needs(slo), "samples of " + slo.Measure, phases);

    public SloForecast Visit(SuccessRatioSlo slo) => Unknown(slo, ForRatio(slo.Objective), "events of " + slo.Total);

    public SloForecast Visit(ThroughputSlo slo) => Unknown(slo, SampleSize.ForPercentile(Math.Max(slo.Percentile, 100 - slo.Percentile)), "samples of " + slo.Measure);

    public SloForecast Visit(SaturationSlo slo)
    {
        var asked = phases.Where(phase => slo.Phase is null || phase.Plan.Name == slo.Phase).ToList();
        return asked.Count == 0
            ? Answer(slo, ForecastAnswer.OutOfScope, $"The suite has no phase '{slo.Phase}'.")
            : EachSecond(slo, Math.Max(1, (long)Math.Ceiling((slo.Over ?? TimeSpan.Zero).TotalSeconds)), "samples, one a second", asked);
    }

    public SloForecast Visit(CapacitySlo slo)
    {
        double Load(PhaseForecast phase) => slo.Users is not null ? phase.Users : phase.RatePerSecond;
        var most = phases.Select(Load).DefaultIfEmpty(0).Max();
        var offering = phases.Where(phase => Load(phase) >= slo.Objective.Limit).ToList();
        if (offering.Count == 0)
        {
            return Answer(slo, ForecastAnswer.OutOfScope, $"The suite offers {Figures.Text(most, slo.Objective.Unit)} at most, and the row asks about {Figures.Text(slo.Objective.Limit, slo.Objective.Unit)}.");
        }

        var held = offering.MaxBy(phase => phase.Plan.MeasuredDuration)!.Plan;
        return Answer(slo, ForecastAnswer.Decides, $"Phase '{held.Name}' holds it for {DurationValue.Format(held.MeasuredDuration)}"
            + (held.MeasuredDuration < slo.Hold ? $" of the {DurationValue.Format(slo.Hold)} that the row asks for; the verdict says so." : "."));
    }

    /// <summary>Fewest samples with which a row on requests can pass: those of an interval, or those of a window, which asks for less.</summary>
    public static long Needs(Slo slo) => (slo, slo.Windowing) switch
    {
        (ResponseTimeSlo row, null) => SampleSize.ForPercentile(row.Percentile),
        (ResponseTimeSlo row, _) => IndicatorWindows.FewestFor(row.Percentile),
        (_, null) => ForRatio(slo.Objective),
        _ => IndicatorWindows.FewestFor(slo.Objective),
    };

    private static long ForRatio(Objective objective) =>
        SampleSize.ForRatio((double)(objective.WantsLess ? (decimal)objective.Limit : 1 - (decimal)objective.Limit));

    private SloForecast Requests(Slo slo, string name)
    {
        var service = services[name];
        return Held(slo, Needs(slo), service.Steps.Contains("*") ? "requests" : $"requests of {service.Title}", requests.Of(service));
    }

    /// <summary>Probes are sampled once a second. How long a number of iterations takes is up to the target.</summary>
    private static SloForecast EachSecond(Slo slo, long needs, string what, IEnumerable<PhaseForecast> phases) => Held(slo, needs, what,
    [
        .. phases.Select(phase => phase.Plan.Segments.Any(segment => segment.Measured && LoadShape.Of(segment.Simulation).IsUnbounded)
            ? new BroughtSamples(phase, null, false, ", and how long its iterations take is up to the target")
            : new BroughtSamples(phase, phase.Plan.MeasuredDuration.TotalSeconds, IsMost: true)),
    ]);

    public static SloForecast Held(Slo slo, long needs, string what, IReadOnlyList<BroughtSamples> brought) => SampleForecast.Of(
        slo, needs, what, slo.Windowing is { } windowing ? [.. brought.Select(one => SampleForecast.InWindows(one, windowing.Over))] : brought);

    private static SloForecast Unknown(Slo slo, long needs, string what) => needs == long.MaxValue
        ? SampleForecast.Of(slo, needs, what, [])
        : Answer(slo, ForecastAnswer.Depends, $"Each phase has to bring {Figures.Count(needs)} {what}, and the plan does not know how many there will be.") with { Needs = needs };

    private static SloForecast Answer(Slo slo, ForecastAnswer answer, string reason) =>
        new() { Id = slo.Id, Title = slo.Title, Required = slo.Required, Answer = answer, Reason = reason };
}
