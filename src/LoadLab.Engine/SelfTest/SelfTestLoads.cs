using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Engine.SelfTest;

/// <summary>The loads of the self-test. A phase's name is its model, which stands in the table.</summary>
internal static class SelfTestLoads
{
    /// <summary>Arrivals a second, from a schedule or from paced users.</summary>
    public const int Rate = 1000;

    /// <summary>Iterations of a load that counts them, or lasts <see cref="LengthMs"/> at <see cref="Rate"/>.</summary>
    public const int Count = 3000;

    /// <summary>Length of a load.</summary>
    public const double LengthMs = 1000.0 * Count / Rate;

    /// <summary>Time between two arrivals: how finely a stall can be measured.</summary>
    public const double SpacingMs = 1000.0 / Rate;

    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(LengthMs);

    /// <summary>From the start of the load to the disturbance.</summary>
    public static TimeSpan Before { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Open: evenly spaced arrivals.</summary>
    public static PhasePlan Arrivals() => Phase("open", LoadModel.Open, 100_000, Simulation.Inject(Rate, TimeSpan.FromSeconds(1), Length)) with
    {
        PreparedVirtualUsers = 100,
    };

    /// <summary>Closed: users that go on as fast as the target lets them.</summary>
    public static PhasePlan Users(int users) => Phase("closed", LoadModel.Closed, users, Simulation.KeepConstant(users, Length));

    /// <summary>Closed: users that share the iterations. They come one after the other, or all would wait for the first burst.</summary>
    public static PhasePlan Iterations(int users) => Phase(
        "closed", LoadModel.Closed, users, Simulation.RampingConstant(users, TimeSpan.FromMilliseconds(500)), Simulation.IterationsForConstant(users, Count));

    /// <summary>
    /// Closed: users whose pacing offers the arrivals of the open load. They come one after the other, so that their starts are
    /// evenly spaced, and each has as many before the end.
    /// </summary>
    public static PhasePlan Paced()
    {
        const int Users = 20;
        var pacing = TimeSpan.FromMilliseconds(Users * SpacingMs);
        return Phase("closed", LoadModel.Closed, Users, Simulation.RampingConstant(Users, pacing), Simulation.KeepConstant(Users, Length - pacing)) with
        {
            Pacing = pacing,
        };
    }

    /// <summary>Open: as many requests as said, a third of <see cref="Rate"/> of them a second; each user has connections of its own.</summary>
    public static PhasePlan Requests(int count) => Phase("open", LoadModel.Open, 1_000, Simulation.IterationsForInject(Rate / 3.0, TimeSpan.FromSeconds(1), count)) with
    {
        Connections = ConnectionPolicy.PerUser,
    };

    /// <summary>Closed: users with connections of their own that share as many requests as said.</summary>
    public static PhasePlan RequestsOf(int users, int count) => Phase("closed", LoadModel.Closed, users, Simulation.IterationsForConstant(users, count)) with
    {
        Connections = ConnectionPolicy.PerUser,
    };

    private static PhasePlan Phase(string name, LoadModel model, int mostUsers, params LoadSimulation[] load) => new()
    {
        Name = name,
        Model = model,
        Mix = [new ScenarioShare(SelfTestRunner.Scenario, 1)],
        Segments = [.. load.Select(part => new LoadSegment(part, Measured: true))],
        MaxVirtualUsers = mostUsers,
        Connections = ConnectionPolicy.Shared,
    };
}
