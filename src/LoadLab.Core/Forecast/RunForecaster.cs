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
        var forecaster = new SloForecaster(catalogue.Services, phases, requests);
        var inCode = plan.Phases.SelectMany(phase => phase.Thresholds).Distinct()
            .Select(threshold => (Threshold: threshold, Slo: ThresholdJudge.ToSlo(threshold)))
            .Select(row => SloForecaster.Held(row.Slo, SloForecaster.Needs(row.Slo), row.Threshold.Step == SeriesKey.WholeIteration ? "iterations" : "requests", requests.Of(row.Threshold)));
        return new RunForecast(plan, iteration, phases, [.. slos.Select(forecaster.Of), .. inCode]);
    }

    /// <summary>A target that meets its response times answers within the loosest of them: what takes longer has failed anyway.</summary>
    private static TimeSpan Iteration(IEnumerable<Slo> slos)
    {
        var limits = slos.OfType<ResponseTimeSlo>().Where(row => row is { Required: true, Percentile: <= 95 } && row.IsClientTime).ToList();
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
}
