using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;
using LoadLab.Sdk;

namespace LoadLab.Core.Suites;

/// <summary>
/// Reads one entry of <c>simulations:</c>, the scenario API's words:
/// <c>{keepConstant: {copies: 50, during: 30s}}</c>, <c>{inject: {rate: 150/s, during: 1m}, measured: false}</c>.
/// </summary>
internal sealed class SimulationReader(YamlReader item)
{
    private static readonly string[] Words =
    [
        "keepConstant", "rampingConstant", "inject", "rampingInject", "injectRandom", "poisson", "pause",
        "iterationsForConstant", "iterationsForInject",
    ];

    public LoadSegment? Read()
    {
        var measured = item.Flag("measured");
        var given = Words.Where(item.Has).ToList();
        item.Done();
        if (given.Count != 1)
        {
            item.Fault(item.Origin, "simulations", $"an entry holds exactly one of {string.Join(", ", Words)}; this one holds {given.Count}.");
            return null;
        }

        if (item.Map(given[0]) is not { } part)
        {
            return null;
        }

        var simulation = ReadPart(given[0], part);
        part.Done();

        // Ramps and pauses are no steady load: they count only when asked to.
        var ramps = given[0] is "rampingConstant" or "rampingInject" or "pause";
        return simulation is null ? null : new LoadSegment(simulation, measured ?? !ramps);
    }

    private static LoadSimulation? ReadPart(string word, YamlReader part) => word switch
    {
        "keepConstant" => Copies(part) is { } copies && During(part) is { } during ? Simulation.KeepConstant(copies, during) : Skip(part, "during"),
        "rampingConstant" => Copies(part) is { } copies && During(part) is { } during ? Simulation.RampingConstant(copies, during) : Skip(part, "during"),
        "inject" => Rate(part) is { } rate && During(part) is { } during ? new LoadSimulation.InjectPart(rate, during) : Skip(part, "during"),
        "rampingInject" => Rate(part) is { } rate && During(part) is { } during ? new LoadSimulation.RampingInjectPart(rate, during) : Skip(part, "during"),
        "poisson" => Rate(part) is { } rate && During(part) is { } during ? new LoadSimulation.PoissonPart(rate, during) : Skip(part, "during"),
        "pause" => During(part) is { } during ? Simulation.Pause(during) : null,
        "injectRandom" => ReadRandom(part),
        "iterationsForConstant" => Copies(part) is { } copies && part.Integer("iterations", required: true) is { } iterations
            ? Simulation.IterationsForConstant(copies, iterations)
            : Skip(part, "iterations"),
        _ => Rate(part) is { } rate && part.Integer("iterations", required: true) is { } iterations
            ? new LoadSimulation.IterationsForInjectPart(rate, iterations)
            : Skip(part, "iterations"),
    };

    private static LoadSimulation? ReadRandom(YamlReader part)
    {
        var min = part.Number("min", required: true);
        var max = part.Number("max", required: true);
        var interval = part.Duration("interval") ?? TimeSpan.FromSeconds(1);
        var during = During(part);
        return min is null || max is null || during is null ? null : Simulation.InjectRandom(min.Value, max.Value, interval, during.Value);
    }

    private static int? Copies(YamlReader part) =>
        part.Integer("copies", required: true) is { } copies ? (int)Math.Clamp(copies, int.MinValue, int.MaxValue) : null;

    private static double? Rate(YamlReader part) => part.Rate("rate", required: true);

    private static TimeSpan? During(YamlReader part) => part.Duration("during", required: true);

    /// <summary>One value was wrong and told; the key beside it is known all the same.</summary>
    private static LoadSimulation? Skip(YamlReader part, string key)
    {
        part.Node(key);
        return null;
    }
}
