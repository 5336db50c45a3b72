using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>What a list of load segments must keep, whether it came from a suite or from a scenario's own code.</summary>
internal static class SegmentChecks
{
    public static LoadModel? ModelOf(LoadSimulation simulation) => simulation switch
    {
        LoadSimulation.KeepConstantPart or LoadSimulation.RampingConstantPart or LoadSimulation.IterationsForConstantPart => LoadModel.Closed,
        LoadSimulation.PausePart => null,
        _ => LoadModel.Open,
    };

    /// <summary>The model of the first segment that has one.</summary>
    public static LoadModel? ModelOf(IEnumerable<LoadSegment> segments) =>
        segments.Select(segment => ModelOf(segment.Simulation)).FirstOrDefault(model => model is not null);

    public static long PeakUsers(IEnumerable<LoadSegment> segments) => segments.Select(segment => segment.Simulation switch
    {
        LoadSimulation.KeepConstantPart part => part.Copies,
        LoadSimulation.RampingConstantPart part => part.Copies,
        LoadSimulation.IterationsForConstantPart part => part.Copies,
        _ => 0L,
    }).DefaultIfEmpty(0).Max();

    /// <summary>The highest arrival rate a second.</summary>
    public static double PeakRate(IEnumerable<LoadSegment> segments) => segments.Select(segment => segment.Simulation switch
    {
        LoadSimulation.InjectPart part => part.RatePerSecond,
        LoadSimulation.RampingInjectPart part => part.RatePerSecond,
        LoadSimulation.PoissonPart part => part.RatePerSecond,
        LoadSimulation.IterationsForInjectPart part => part.RatePerSecond,
        LoadSimulation.InjectRandomPart part => part.Max / part.Interval.TotalSeconds,
        _ => 0,
    }).DefaultIfEmpty(0).Max();

    public static IEnumerable<string> FindFaults(IReadOnlyList<LoadSegment> segments, LoadModel? model)
    {
        var models = segments.Select(segment => ModelOf(segment.Simulation)).OfType<LoadModel>().Distinct().ToList();
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
        > 0 and <= Planner.MostPerSecond => null,
        > Planner.MostPerSecond => FormattableString.Invariant($"{perSecond:G6}/s is above {Planner.MostPerSecond:0}/s, the most that is accepted."),
        _ => FormattableString.Invariant($"{perSecond:G6}/s is not above 0."),
    };

    private static IEnumerable<string> FindFaults(LoadSimulation simulation)
    {
        if (simulation is not (LoadSimulation.IterationsForConstantPart or LoadSimulation.IterationsForInjectPart) && simulation.During <= TimeSpan.Zero)
        {
            yield return $"during {DurationValue.Format(simulation.During)} is not above 0.";
        }

        var (users, least) = simulation switch
        {
            LoadSimulation.KeepConstantPart part => (part.Copies, 1),
            LoadSimulation.RampingConstantPart part => (part.Copies, 0),
            LoadSimulation.IterationsForConstantPart part => (part.Copies, 1),
            _ => (1, 0),
        };
        if (users < least || users > Planner.MostUsers)
        {
            yield return FormattableString.Invariant($"copies {users} is not from {least} to {Planner.MostUsers}.");
        }

        double? rate = simulation switch
        {
            LoadSimulation.InjectPart part => part.RatePerSecond,
            LoadSimulation.RampingInjectPart { RatePerSecond: not 0 } part => part.RatePerSecond,
            LoadSimulation.PoissonPart part => part.RatePerSecond,
            LoadSimulation.IterationsForInjectPart part => part.RatePerSecond,
            _ => null,
        };
        if (rate is { } given && RateFault(given) is { } fault)
        {
            yield return "rate " + fault;
        }

        if (simulation is LoadSimulation.IterationsForConstantPart { Iterations: < 1 } or LoadSimulation.IterationsForInjectPart { Iterations: < 1 })
        {
            yield return "iterations is below 1.";
        }

        if (simulation is LoadSimulation.InjectRandomPart random)
        {
            if (random.Interval <= TimeSpan.Zero)
            {
                yield return "interval is not above 0.";
            }
            else if (!(random.Min >= 0 && random.Min <= random.Max && random.Max > 0 && random.Max / random.Interval.TotalSeconds <= Planner.MostPerSecond))
            {
                yield return FormattableString.Invariant($"min {random.Min:G6} and max {random.Max:G6} are not a range above 0 of at most {Planner.MostPerSecond:0}/s.");
            }
        }
    }

    private static string Name(LoadModel model) => model == LoadModel.Open ? "open" : "closed";
}
