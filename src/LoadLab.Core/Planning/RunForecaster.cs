using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Yaml;
using LoadLab.Sdk;

namespace LoadLab.Core.Planning;

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
    public static RunForecast Of(RunPlan plan, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(catalogue);
        var slos = catalogue.Slos.Where(slo => plan.Slos.Count == 0 || plan.Slos.Contains(slo.Id)).ToList();
        var iteration = Iteration(slos);
        var phases = plan.Phases.Select(phase => Offer(phase, plan.Shard, iteration)).ToList();
        return new RunForecast(plan, iteration, phases, [.. slos.Select(slo => Ask(slo, phases, catalogue))]);
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
        var fixedIterations = phase.Segments.Where(segment => segment.Measured).Select(segment => segment.Simulation)
            .Sum(part => part is LoadSimulation.IterationsForConstantPart closed ? closed.Iterations : 0L);
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

    private static SloForecast Ask(Slo slo, IReadOnlyList<PhaseForecast> phases, SloCatalogue catalogue) => slo switch
    {
        { NotMeasured.Length: > 0 } => Answer(slo, ForecastAnswer.NotMeasured, slo.NotMeasured),
        CapacitySlo row => Capacity(row, phases),
        SaturationSlo row => Saturation(row, phases),
        ResponseTimeSlo row when s_clientTimes.Contains(row.Measure) => Requests(row, catalogue.Services[row.Service], SampleSize.ForPercentile(row.Percentile), phases),
        ErrorRatioSlo { Total.Length: > 0 } row => Unknown(row, ForRatio(row.Objective), "events of " + row.Total),
        ErrorRatioSlo row => Requests(row, catalogue.Services[row.Service], ForRatio(row.Objective), phases),
        AvailabilitySlo { Jobs: { } jobs } row => Unknown(row, ForRatio(row.Objective), "events of " + jobs.Total),
        AvailabilitySlo { Measure.Length: 0 } row => Requests(row, catalogue.Services[row.Service], ForRatio(row.Objective), phases),
        AvailabilitySlo row => Samples(row, ForRatio(row.Objective), "samples of " + row.Measure, phases, phase => Math.Floor(phase.Plan.MeasuredDuration.TotalSeconds), 1),
        ResponseTimeSlo row => Unknown(row, SampleSize.ForPercentile(row.Percentile), "samples of " + row.Measure),
        ThroughputSlo row => Unknown(row, SampleSize.ForPercentile(Math.Max(row.Percentile, 100 - row.Percentile)), "samples of " + row.Measure),
        SuccessRatioSlo row => Unknown(row, ForRatio(row.Objective), "events of " + row.Total),
        _ => throw new System.Diagnostics.UnreachableException(slo.GetType().Name),
    };

    private static long ForRatio(Objective objective) =>
        SampleSize.ForRatio((double)(objective.WantsLess ? (decimal)objective.Limit : 1 - (decimal)objective.Limit));

    private static SloForecast Requests(Slo slo, ServiceMap service, long needs, IReadOnlyList<PhaseForecast> phases)
    {
        if (service.Steps.Contains("*"))
        {
            return Samples(slo, needs, "requests", phases, phase => phase.Iterations, null);
        }

        var all = Samples(slo, needs, "requests", phases, phase => phase.Iterations, null);
        return all.Answer == ForecastAnswer.TooShort
            ? all with { Reason = all.Reason + $" Only those of {service.Title} count." }
            : Unknown(slo, needs, $"requests of {service.Title}");
    }

    private static SloForecast Samples(Slo slo, long needs, string what, IReadOnlyList<PhaseForecast> phases, Func<PhaseForecast, double> brought, double? perSecond)
    {
        if (needs == long.MaxValue)
        {
            return Answer(slo, ForecastAnswer.TooShort, $"No number of {what} proves {slo.Objective.Sign} {slo.Objective.Text}; one failure disproves it.");
        }

        if (phases.Count == 0)
        {
            return Answer(slo, ForecastAnswer.TooShort, "The plan has no phase.") with { Needs = needs, Brings = 0 };
        }

        var least = phases.MinBy(brought)!;
        var (count, rate) = (Math.Floor(brought(least)), perSecond ?? least.IterationsPerSecond);
        var enough = count >= needs;
        var hold = enough || rate <= 0 ? (TimeSpan?)null : SampleSize.DurationFor(needs, rate);
        return new SloForecast
        {
            Id = slo.Id,
            Title = slo.Title,
            Required = slo.Required,
            Answer = enough ? ForecastAnswer.Decides : ForecastAnswer.TooShort,
            Needs = needs,
            Brings = count,
            Hold = hold,
            Reason = enough
                ? $"Phase '{least.Plan.Name}' brings {Figures.Count((long)count)} {what}."
                : $"Phase '{least.Plan.Name}' brings {Figures.Count((long)count)} {what}" + (hold is { } length ? $"; it has to be measured for {DurationValue.Format(length)}." : "."),
        };
    }

    private static SloForecast Unknown(Slo slo, long needs, string what) => needs == long.MaxValue
        ? Samples(slo, needs, what, [], _ => 0, null)
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
            : Samples(row, Math.Max(1, (long)Math.Ceiling((row.Over ?? TimeSpan.Zero).TotalSeconds)), "samples, one a second", asked, phase => Math.Floor(phase.Plan.MeasuredDuration.TotalSeconds), 1);
    }

    private static SloForecast Answer(Slo slo, ForecastAnswer answer, string reason) =>
        new() { Id = slo.Id, Title = slo.Title, Required = slo.Required, Answer = answer, Reason = reason };
}
