using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Yaml;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>What a list of load segments must keep, whether it came from a suite or from a scenario's own code.</summary>
internal static class SegmentChecks
{
    /// <summary>The model of the first segment that has one.</summary>
    public static LoadModel? ModelOf(IEnumerable<LoadSegment> segments) =>
        segments.Select(segment => LoadShape.Of(segment.Simulation).Model).FirstOrDefault(model => model is not null);

    public static long PeakUsers(IEnumerable<LoadSegment> segments) => (long)Peak(segments, LoadModel.Closed);

    /// <summary>The highest arrival rate a second.</summary>
    public static double PeakRate(IEnumerable<LoadSegment> segments) => Peak(segments, LoadModel.Open);

    public static IEnumerable<string> FindFaults(IReadOnlyList<LoadSegment> segments, LoadModel? model)
    {
        var models = segments.Select(segment => LoadShape.Of(segment.Simulation).Model).OfType<LoadModel>().Distinct().ToList();
        if (models.Count > 1)
        {
            yield return "open and closed simulations do not mix in one phase. Make two phases.";
        }
        else if (model is { } wanted && models.Count == 1 && models[0] != wanted)
        {
            yield return $"the simulations are of the {Name(models[0])} model, but the phase says model: {Name(wanted)}.";
        }

        if (segments.Count > 0 && models.Count == 0)
        {
            yield return "there are only pauses, so there is no load.";
        }
        else if (segments.Count > 0 && !segments.Any(segment => segment.Measured))
        {
            yield return "no simulation is measured. Add one that holds the load, or say measured: true.";
        }

        for (var i = 0; i < segments.Count; i++)
        {
            foreach (var fault in FindFaults(segments[i].Simulation))
            {
                yield return FormattableString.Invariant($"simulation {i + 1}: {fault}");
            }
        }
    }

    /// <summary>What is wrong with a rate, with the rate; null when nothing is.</summary>
    public static string? RateFault(double perSecond) => perSecond switch
    {
        > 0 and <= LoadLimits.MostPerSecond => null,
        > LoadLimits.MostPerSecond => FormattableString.Invariant($"{perSecond:G6}/s is above {LoadLimits.MostPerSecond:0}/s, the most that is accepted."),
        _ => FormattableString.Invariant($"{perSecond:G6}/s is not above 0."),
    };

    private static double Peak(IEnumerable<LoadSegment> segments, LoadModel model) => segments
        .Select(segment => LoadShape.Of(segment.Simulation) is var shape && shape.Model == model ? shape.Peak(segment.Simulation) : 0)
        .DefaultIfEmpty(0).Max();

    private static IEnumerable<string> FindFaults(LoadSimulation simulation)
    {
        var shape = LoadShape.Of(simulation);
        if (Has(LoadField.During) && simulation.During <= TimeSpan.Zero)
        {
            yield return $"during {DurationValue.Format(simulation.During)} is not above 0.";
        }

        if (Has(LoadField.Copies) && shape.Value(simulation, LoadField.Copies) is var users && (users < shape.LeastCopies || users > LoadLimits.MostUsers))
        {
            yield return FormattableString.Invariant($"copies {users} is not from {shape.LeastCopies} to {LoadLimits.MostUsers}.");
        }

        // A ramp may go down to nothing.
        if (Has(LoadField.Rate) && shape.Value(simulation, LoadField.Rate) is var rate && !(shape.IsRamp && rate == 0) && RateFault(rate) is { } fault)
        {
            yield return "rate " + fault;
        }

        if (Has(LoadField.Iterations) && shape.Value(simulation, LoadField.Iterations) < 1)
        {
            yield return "iterations is below 1.";
        }

        foreach (var own in shape.Faults(simulation))
        {
            yield return own;
        }

        bool Has(LoadField field) => shape.Fields.Contains(field);
    }

    private static string Name(LoadModel model) => model == LoadModel.Open ? "open" : "closed";
}
