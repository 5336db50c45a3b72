using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;

namespace LoadLab.Core.Forecast;

/// <summary>How many requests of a service the phases of a plan bring: known from an earlier run, or not at all. Never more than a plan can say.</summary>
internal sealed class RequestForecast(IReadOnlyList<PhaseForecast> phases, IterationShapes? shapes)
{
    /// <summary>Requests of a service, phase by phase.</summary>
    /// <remarks>A phase whose scenarios made none of them in the earlier run has no verdict of its own, and is left out while another one brings some.</remarks>
    public IReadOnlyList<BroughtSamples> Of(ServiceMap service)
    {
        var all = phases.Select(phase => Of(phase, service)).ToList();
        var asked = all.Where(one => one.IsMost || one.Count is not 0).ToList();
        return asked.Exists(one => one.Count is not 0) ? asked : all;
    }

    /// <summary>Steps, or whole iterations, of one scenario in the phases that have the limit.</summary>
    public IReadOnlyList<BroughtSamples> Of(ThresholdPlan threshold) => [.. phases.Where(phase => phase.Plan.Thresholds.Contains(threshold)).Select(phase => Of(phase, threshold))];

    private BroughtSamples Of(PhaseForecast phase, ServiceMap service)
    {
        if (IsNone(phase))
        {
            return new BroughtSamples(phase, 0, IsMost: true);
        }

        var each = phase.Plan.Mix.Select(share => (Share: ShareOf(phase, share), Requests: shapes?.RequestsPerIteration(share.Scenario, service))).ToList();
        if (each.TrueForAll(one => one.Requests is not null))
        {
            var perIteration = each.Sum(one => one.Share * one.Requests!.Value);
            return new BroughtSamples(phase, phase.Iterations * perIteration, IsMost: false, Learned(perIteration));
        }

        // Each iteration is a request at least: a scenario without steps is its own request. How many more it makes, no plan knows.
        var all = service is { Except.Count: 0 } && service.Steps.Contains("*");
        return all
            ? new BroughtSamples(phase, null, false, $", and it brings about {Figures.Count((long)phase.Iterations)} iterations, of which each may make several") { AtLeast = phase.Iterations }
            : new BroughtSamples(phase, null, false, $", and the plan does not know how many of them its about {Figures.Count((long)phase.Iterations)} iterations make");
    }

    private BroughtSamples Of(PhaseForecast phase, ThresholdPlan threshold)
    {
        var share = phase.Plan.Mix.Where(one => one.Scenario == threshold.Scenario).Sum(one => ShareOf(phase, one));
        if (IsNone(phase) || share <= 0)
        {
            return new BroughtSamples(phase, 0, IsMost: true);
        }

        if (threshold.Step == SeriesKey.WholeIteration)
        {
            return new BroughtSamples(phase, phase.Iterations * share, IsMost: phase.Plan.Model == LoadModel.Open && share >= 1 && !IsRandom(phase));
        }

        return shapes?.StepsPerIteration(threshold.Scenario, threshold.Step) is { } steps
            ? new BroughtSamples(phase, phase.Iterations * share * steps, IsMost: false, Learned(steps))
            : new BroughtSamples(phase, null, false, $", and the plan does not know how many of them its about {Figures.Count((long)(phase.Iterations * share))} iterations make");
    }

    /// <summary>An open phase whose measured part has no arrival brings nothing, whatever the scenario does.</summary>
    private static bool IsNone(PhaseForecast phase) => phase.Plan.Model == LoadModel.Open && phase.Iterations <= 0;

    private static bool IsRandom(PhaseForecast phase) =>
        phase.Plan.Segments.Any(segment => segment.Measured && LoadShape.Of(segment.Simulation).IsRandom);

    private static double ShareOf(PhaseForecast phase, ScenarioShare share) => share.Weight / phase.Plan.Mix.Sum(one => one.Weight);

    private string Learned(double perIteration) =>
        string.Create(CultureInfo.InvariantCulture, $" ({perIteration:0.##} an iteration, as in run {shapes!.RunId})");
}
