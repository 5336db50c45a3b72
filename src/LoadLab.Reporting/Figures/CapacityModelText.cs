using System.Globalization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Model;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>What the steps of a search say beyond its answer, as sentences: scalability law, knee, demands and bounds. Pure.</summary>
public static class CapacityModelText
{
    /// <summary>Demands that are told.</summary>
    private const int MostDemands = 3;

    /// <summary>A sentence each; what was refused with its reason.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<CapacityStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count == 0)
        {
            yield break;
        }

        yield return Law(ScalabilityFitter.Of(steps));
        yield return KneeLine(KneeFinder.Of(steps), steps[0].Model);
        var (demands, refused) = UtilisationLaw.Of(steps);
        if (demands.Count == 0)
        {
            yield return refused.Count == 0 ? "No resource of the target is watched, so no bound of its throughput is known." : $"No bound by a resource: {string.Join("; ", refused)}.";
            yield break;
        }

        yield return Bottleneck(demands[0], OperationalAnalysis.Of(steps));
        foreach (var demand in demands.Skip(1).Take(MostDemands - 1))
        {
            yield return Demand(demand) + ".";
        }
    }

    private static string Law(Derived<ScalabilityModel> law)
    {
        if (law.Value is not { } model)
        {
            return $"No scalability law: {law.Refusal}.";
        }

        var what = model.Kind == ConcurrencyKind.Users ? "users" : "requests in flight";
        var end = model switch
        {
            { Peak: { } peak, PeakThroughput: { } top } => string.Create(CultureInfo.InvariantCulture, $"its peak is {Rate(top)} at {Place(peak, what)}"),
            { Asymptote: { } asymptote } => $"no peak is shown; throughput nears {Rate(asymptote)}",
            _ => "no peak and no end of the growth is shown",
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"Scalability law over {what}: λ {model.Lambda.Estimate:0.##}/s, σ {model.Sigma.Estimate:0.####} ({model.Sigma.Low:0.####} … {model.Sigma.High:0.####}), κ {model.Kappa.Estimate:0.######} ({model.Kappa.Low:0.######} … {model.Kappa.High:0.######}); {end}. It explains {model.RSquared * 100:0.#} % of the variation.");
    }

    /// <summary>The load of a knee, no finer than the levels that enclose it.</summary>
    internal static string KneeLoad(CapacityModel model, Knee knee) =>
        knee is { Load: { } load, Above: { } above } ? CapacityFigure.Held(model, new Interval(load, knee.Below, above)) : CapacityFigure.Load(model, knee.Below);

    private static string KneeLine(Derived<Knee> derived, CapacityModel model) => derived.Value switch
    {
        null => $"No knee: {derived.Refusal}.",
        { Load: not null } knee => string.Create(CultureInfo.InvariantCulture,
            $"Knee at {KneeLoad(model, knee)}, where the mean response time is twice the {Units.Milliseconds(knee.UnloadedMs)} that it is without queueing."),
        { } knee => string.Create(CultureInfo.InvariantCulture,
            $"No knee up to {CapacityFigure.Load(model, knee.Below)}: the mean response time is at most {knee.HighestFactor:0.#} times the {Units.Milliseconds(knee.UnloadedMs)} without queueing."),
    };

    private static string Bottleneck(ResourceDemand demand, OperationalBounds bounds)
    {
        var others = bounds.Alternatives.Count == 0 ? "" : $" (not told apart from {string.Join(", ", bounds.Alternatives.Select(other => other.Name))})";
        return $"Bottleneck by the utilisation law: {Demand(demand)}{others}{demand switch
        {
            { GrowsWithLoad: true } => "; a request takes more of it at higher load, so the bound is too high",
            { FallsWithLoad: true } => "; a request takes less of it at higher load, and this is what it takes at the highest throughput",
            _ => "",
        }}.";
    }

    private static string Demand(ResourceDemand demand) => string.Create(CultureInfo.InvariantCulture,
        $"{demand.Name}: {Units.Milliseconds(demand.DemandMs.Estimate)} a request, {Units.Percent(Math.Round(demand.HighestBusyRatio, 2))} busy at the most, which bounds throughput at {Rate(demand.Bound)}");

    /// <summary>The same of a concurrency: <c>31 users (27 … 36)</c>.</summary>
    private static string Place(Interval value, string what) => IntervalDigits.Step(value.Low, value.High) is > 0 and var width && value.Estimate > 0
        && Math.Max(0.1, Math.Min(width, Math.Pow(10, Math.Floor(Math.Log10(value.Estimate))))) is var step
            ? $"{IntervalDigits.Nearest(value.Estimate, step)} {what} ({IntervalDigits.Down(value.Low, step)} … {IntervalDigits.Up(value.High, step)})"
            : string.Create(CultureInfo.InvariantCulture, $"{value.Estimate:0.#} {what} ({value.Low:0.#} … {(double.IsFinite(value.High) ? value.High.ToString("0.#", CultureInfo.InvariantCulture) : "no end")})");

    /// <summary>A rate with its interval, in the digits that the interval allows: <c>912/s (870 … 961)</c>, <c>912/s (870/s … no end)</c>.</summary>
    private static string Rate(Interval value) => value.Low > 0 && value.Low < value.High && double.IsFinite(value.High)
        ? CapacityFigure.Held(CapacityModel.Rate, value) + (CapacityFigure.Range(CapacityModel.Rate, value) is { } range ? $" ({range})" : "")
        : $"{Units.Rate(value.Estimate)} ({Units.Rate(value.Low)} … {(double.IsFinite(value.High) ? Units.Rate(value.High) : "no end")})";
}
