using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Statistics;
using MathNet.Numerics.Distributions;

namespace LoadLab.Core.Capacity.Model;

/// <summary>
/// Service demands by the utilisation law: busy servers against throughput, a straight line through the origin by least squares, its slope with the interval of
/// Student's t. A step that reached more than that line allows refutes it: a request takes less at higher load. Then the demand is that at the highest
/// throughput. Pure.
/// </summary>
public static class UtilisationLaw
{
    /// <summary>Fewest steps that show a resource.</summary>
    public const int FewestSteps = 3;

    private const double LargestError = 0.05;

    /// <summary>Share of failed requests up to which a step counts: they take of the resources too, and throughput does not count them.</summary>
    private const double FewFailed = 0.05;

    /// <summary>The demands, the lowest bound of throughput first, and the resources that have none with the reason.</summary>
    public static (IReadOnlyList<ResourceDemand> Demands, IReadOnlyList<string> Refusals) Of(IReadOnlyList<CapacityStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var demands = new List<ResourceDemand>();
        var refusals = new List<string>();
        var uses = from step in steps
                   where step is { Outcome: not StepOutcome.Invalid, ThroughputPerSecond: > 0, ErrorRatio: null or <= FewFailed }
                   from use in step.Resources
                   where double.IsFinite(use.BusyRatio) && use.Units > 0

                   // Memory is filled and not busy: no request holds a part of it for a time.
                   where use.Measure != MeasureNames.RedisMemoryUsed
                   group (step.ThroughputPerSecond, Use: use) by use.Measure;
        foreach (var resource in uses)
        {
            var points = resource.OrderBy(point => point.ThroughputPerSecond).ToList();
            if (Fault([.. points.Select(point => point.Use)]) is { } fault)
            {
                refusals.Add($"{points[0].Use.Name}: {fault}");
                continue;
            }

            demands.Add(Demand(points[0].Use, [.. points.Select(point => point.ThroughputPerSecond)], [.. points.Select(point => Math.Clamp(point.Use.BusyRatio, 0, 1))]));
        }

        return ([.. demands.OrderBy(demand => demand.Bound.Estimate)], refusals);
    }

    private static string? Fault(IReadOnlyList<ResourceUse> uses) => uses switch
    {
        { Count: < FewestSteps } => string.Create(CultureInfo.InvariantCulture, $"{uses.Count} {(uses.Count == 1 ? "step shows" : "steps show")} it, {FewestSteps} needed"),
        _ when uses.Any(use => use.Units != uses[0].Units) => "its number of servers changed between the steps",
        _ when uses.All(use => use.BusyRatio <= 0) => "it was never busy",
        _ => null,
    };

    private static ResourceDemand Demand(ResourceUse resource, double[] throughput, double[] busyRatio)
    {
        double[] busy = [.. busyRatio.Select(ratio => ratio * resource.Units)];
        double xx = 0, xy = 0;
        for (var i = 0; i < busy.Length; i++)
        {
            xx += throughput[i] * throughput[i];
            xy += throughput[i] * busy[i];
        }

        var slope = xy / xx;
        var squares = throughput.Zip(busy, (x, y) => (y - (slope * x)) * (y - (slope * x))).Sum();
        var freedom = busy.Length - 1;
        var reach = StudentT.InvCDF(0, 1, freedom, 1 - ((1 - Interval.Confidence) / 2)) * Math.Sqrt(squares / freedom / xx);
        var demand = new Interval(slope, Math.Max(0, slope - reach), slope + reach);
        double[] bounds = [.. throughput.Zip(busy, (x, y) => y > 0 ? resource.Units * x / y : double.PositiveInfinity)];
        var top = Array.IndexOf(throughput, throughput.Max());
        var falls = resource.Units / slope < throughput[top];
        var bound = falls
            ? new Interval(bounds[top], throughput[top], bounds.Where((_, at) => throughput[at] >= throughput[top] / 2).Max())
            : new Interval(resource.Units / slope, resource.Units / demand.High, demand.Low > 0 ? resource.Units / demand.Low : double.PositiveInfinity);
        var trend = TheilSen.Fit(throughput, [.. throughput.Zip(busy, (x, y) => y / x)]);
        return new ResourceDemand
        {
            Name = resource.Name,
            Measure = resource.Measure,
            Units = resource.Units,
            DemandMs = (falls ? new Interval(resource.Units / bound.Estimate, resource.Units / bound.High, resource.Units / bound.Low) : demand).Scale(1000),
            Bound = bound,
            HighestBusyRatio = busyRatio.Max(),
            Steps = busy.Length,
            FallsWithLoad = falls,
            GrowsWithLoad = !falls && trend.Error < LargestError && trend.Slope.Estimate > 0,
        };
    }
}
