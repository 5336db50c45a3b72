using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Slos;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Statistics;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Forecast;

/// <summary>
/// Says before a run what it will offer and which SLOs it is long enough to decide. Sample sizes are the least with which a target without a fault
/// can pass (<see cref="SampleSize"/>); a target near its limit needs more. Each phase is judged by itself and the worst one counts, so the phase
/// with the fewest samples decides. A pure function of plan and catalogue.
/// </summary>
public static class RunForecaster
{
    /// <summary>How long an iteration of a virtual user is taken to last beside its think time where no required SLO limits it.</summary>
    private static readonly TimeSpan s_defaultIteration = TimeSpan.FromSeconds(1);

    private static readonly string[] s_clientTimes = [MeasureNames.HttpResponseTime, MeasureNames.HttpServiceTime];

    /// <summary>The forecast of a plan that is judged by a catalogue.</summary>
    /// <param name="plan">What is about to run.</param>
    /// <param name="catalogue">What judges it.</param>
    /// <param name="shapes">How many requests an iteration made in an earlier run; null when there is none.</param>
    public static RunForecast Of(RunPlan plan, SloCatalogue catalogue, IterationShapes? shapes = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(catalogue);
        var slos = catalogue.Slos.Where(slo => plan.Slos.Count == 0 || plan.Slos.Contains(slo.Id)).ToList();
        var iteration = Iteration(slos);
        var phases = plan.Phases.Select(phase => Offer(phase, plan.Shard, iteration)).ToList();
        var requests = new RequestForecast(phases, shapes);
        var inCode = plan.Phases.SelectMany(phase => phase.Thresholds).Distinct()
            .Select(threshold => (Threshold: threshold, Slo: ThresholdJudge.ToSlo(threshold)))
            .Select(row => Held(row.Slo, Needs(row.Slo), row.Threshold.Step == SeriesKey.WholeIteration ? "iterations" : "requests", requests.Of(row.Threshold)));
        return new RunForecast(plan, iteration, phases, [.. slos.Select(slo => Ask(slo, phases, requests, catalogue)), .. inCode]);
    }

    /// <summary>A target that meets its response times answers within the loosest of them: what takes longer has failed anyway.</summary>
    private static TimeSpan Iteration(IEnumerable<Slo> slos)
    {
        var limits = slos.OfType<ResponseTimeSlo>().Where(row => row is { Required: true, Percentile: <= 95 } && s_clientTimes.Contains(row.Measure)).ToList();
        return limits.Count == 0 ? s_defaultIteration : TimeSpan.FromMilliseconds(limits.Max(row => row.Objective.Limit));
    }

    private static PhaseForecast Offer(PhasePlan phase, ShardPlan shard, TimeSpan iteration)
    {
        var load = OfferedLoad.Of(phase, shard);
        var fixedIterations = phase.Segments.Where(segment => segment.Measured).Select(segment => (segment.Simulation, Shape: LoadShape.Of(segment.Simulation)))
            .Sum(part => part.Shape.IsUnbounded ? (long)part.Shape.Value(part.Simulation, LoadField.Iterations) : 0L);
        var iterations = phase.Model == LoadModel.Open ? load.Arrivals
            : fixedIterations > 0 ? (double)fixedIterations / shard.Count
            : load.Users * phase.MeasuredDuration / Period(phase, iteration) / shard.Count;
        return new PhaseForecast(phase, load.Users, load.RatePerSecond, iterations);
    }

    private static TimeSpan Period(PhasePlan phase, TimeSpan iteration)
    {
        var own = phase.ThinkTime.Mean + iteration;
        return phase.Pacing is { } pacing && pacing > own ? pacing : own;
    }

    private static SloForecast Ask(Slo slo, IReadOnlyList<PhaseForecast> phases, RequestForecast requests, SloCatalogue catalogue) => slo switch
    {
        { NotMeasured.Length: > 0 } => Answer(slo, ForecastAnswer.NotMeasured, slo.NotMeasured),
        CapacitySlo row => Capacity(row, phases),
        SaturationSlo row => Saturation(row, phases),
        ResponseTimeSlo row when s_clientTimes.Contains(row.Measure) => Requests(row, catalogue.Services[row.Service], Needs(row), requests),
        ErrorRatioSlo { Total.Length: > 0 } row => Unknown(row, ForRatio(row.Objective), "events of " + row.Total),
        ErrorRatioSlo row => Requests(row, catalogue.Services[row.Service], Needs(row), requests),
        AvailabilitySlo { Jobs: { } jobs } row => Unknown(row, ForRatio(row.Objective), "events of " + jobs.Total),
        AvailabilitySlo { Measure.Length: 0 } row => Requests(row, catalogue.Services[row.Service], Needs(row), requests),
        AvailabilitySlo row => EachSecond(row, Needs(row), "samples of " + row.Measure, phases),
        ResponseTimeSlo row => Unknown(row, SampleSize.ForPercentile(row.Percentile), "samples of " + row.Measure),
        ThroughputSlo row => Unknown(row, SampleSize.ForPercentile(Math.Max(row.Percentile, 100 - row.Percentile)), "samples of " + row.Measure),
        SuccessRatioSlo row => Unknown(row, ForRatio(row.Objective), "events of " + row.Total),
        _ => throw new System.Diagnostics.UnreachableException(slo.GetType().Name),
    };

    /// <summary>Fewest samples with which a row on requests can pass: those of an interval, or those of a window, which asks for less.</summary>
    private static long Needs(Slo slo) => (slo, slo.Windowing) switch
    {
        (ResponseTimeSlo row, null) => SampleSize.ForPercentile(row.Percentile),
        (ResponseTimeSlo row, _) => IndicatorWindows.FewestFor(row.Percentile),
        (_, null) => ForRatio(slo.Objective),
        _ => IndicatorWindows.FewestFor(slo.Objective),
    };

    private static long ForRatio(Objective objective) =>
        SampleSize.ForRatio((double)(objective.WantsLess ? (decimal)objective.Limit : 1 - (decimal)objective.Limit));

    private static SloForecast Requests(Slo slo, ServiceMap service, long needs, RequestForecast requests) =>
        Held(slo, needs, service.Steps.Contains("*") ? "requests" : $"requests of {service.Title}", requests.Of(service));

    /// <summary>Probes are sampled once a second. How long a number of iterations takes is up to the target.</summary>
    private static SloForecast EachSecond(Slo slo, long needs, string what, IEnumerable<PhaseForecast> phases) => Held(slo, needs, what,
    [
        .. phases.Select(phase => phase.Plan.Segments.Any(segment => segment.Measured && LoadShape.Of(segment.Simulation).IsUnbounded)
            ? new BroughtSamples(phase, null, false, ", and how long its iterations take is up to the target")
            : new BroughtSamples(phase, phase.Plan.MeasuredDuration.TotalSeconds, IsMost: true)),
    ]);

    private static SloForecast Held(Slo slo, long needs, string what, IReadOnlyList<BroughtSamples> brought) => SampleForecast.Of(
        slo, needs, what, slo.Windowing is { } windowing ? [.. brought.Select(one => SampleForecast.InWindows(one, windowing.Over))] : brought);

    private static SloForecast Unknown(Slo slo, long needs, string what) => needs == long.MaxValue
        ? SampleForecast.Of(slo, needs, what, [])
        : Answer(slo, ForecastAnswer.Depends, $"Each phase has to bring {Figures.Count(needs)} {what}, and the plan does not know how many there will be.") with { Needs = needs };

    private static SloForecast Capacity(CapacitySlo row, IReadOnlyList<PhaseForecast> phases)
    {
        double Load(PhaseForecast phase) => row.Users is not null ? phase.Users : phase.RatePerSecond;
        var most = phases.Select(Load).DefaultIfEmpty(0).Max();
        var offering = phases.Where(phase => Load(phase) >= row.Objective.Limit).ToList();
        if (offering.Count == 0)
        {
            return Answer(row, ForecastAnswer.OutOfScope, $"The suite offers {Figures.Text(most, row.Objective.Unit)} at most, and the row asks about {Figures.Text(row.Objective.Limit, row.Objective.Unit)}.");
        }

        var held = offering.MaxBy(phase => phase.Plan.MeasuredDuration)!.Plan;
        return Answer(row, ForecastAnswer.Decides, $"Phase '{held.Name}' holds it for {DurationValue.Format(held.MeasuredDuration)}"
            + (held.MeasuredDuration < row.Hold ? $" of the {DurationValue.Format(row.Hold)} that the row asks for; the verdict says so." : "."));
    }

    private static SloForecast Saturation(SaturationSlo row, IReadOnlyList<PhaseForecast> phases)
    {
        var asked = phases.Where(phase => row.Phase is null || phase.Plan.Name == row.Phase).ToList();
        return asked.Count == 0
            ? Answer(row, ForecastAnswer.OutOfScope, $"The suite has no phase '{row.Phase}'.")
            : EachSecond(row, Math.Max(1, (long)Math.Ceiling((row.Over ?? TimeSpan.Zero).TotalSeconds)), "samples, one a second", asked);
    }

    private static SloForecast Answer(Slo slo, ForecastAnswer answer, string reason) =>
        new() { Id = slo.Id, Title = slo.Title, Required = slo.Required, Answer = answer, Reason = reason };
}
