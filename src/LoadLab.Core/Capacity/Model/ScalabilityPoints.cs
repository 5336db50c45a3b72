using System.Globalization;
using LoadLab.Core.Text;

namespace LoadLab.Core.Capacity.Model;

/// <summary>Turns steps into points of the law, and says which cannot be one.</summary>
internal static class ScalabilityPoints
{
    /// <summary>Below this part of the served share of the best step, the open model was overloaded: requests pile up, and N is no steady state.</summary>
    public const double LeastServed = 0.95;

    /// <summary>The points by N, and the reasons of those that are none.</summary>
    public static (IReadOnlyList<ScalabilityPoint> Points, IReadOnlyList<string> LeftOut) Of(IReadOnlyList<CapacityStep> steps, ConcurrencyKind kind)
    {
        var leftOut = new List<string>();
        var points = new List<ScalabilityPoint>();
        var best = steps.Where(step => step is { Load: > 0 } && step.Outcome != StepOutcome.Invalid).Select(Served).DefaultIfEmpty(0).Max();
        foreach (var step in steps)
        {
            if (Fault(step, kind, best) is { } fault)
            {
                leftOut.Add($"{step.Phase}: {fault}");
                continue;
            }

            var concurrency = kind == ConcurrencyKind.Users ? step.Load : step.ThroughputPerSecond * step.MeanMs!.Value / 1000;
            points.Add(new ScalabilityPoint(step.Phase, concurrency, step.ThroughputPerSecond));
        }

        return ([.. points.OrderBy(point => point.Concurrency)], leftOut);
    }

    private static string? Fault(CapacityStep step, ConcurrencyKind kind, double best) => step switch
    {
        { Outcome: StepOutcome.Invalid } => "the generator shaped it",
        { Load: <= 0 } or { ThroughputPerSecond: <= 0 } => "no request succeeded",
        { MeanMs: null } when kind == ConcurrencyKind.InFlight => "no response time",
        _ when kind == ConcurrencyKind.InFlight && Served(step) < LeastServed * best => string.Create(CultureInfo.InvariantCulture,
            $"overloaded, {Units.Percent(Served(step) / best)} of the offered load was served, so that what is in flight is no steady state"),
        _ => null,
    };

    private static double Served(CapacityStep step) => step.ThroughputPerSecond / step.Load;
}
