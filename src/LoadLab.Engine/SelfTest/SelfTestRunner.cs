using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Engine.SelfTest;

/// <summary>Runs the engine against targets whose answer is known in closed form.</summary>
public static class SelfTestRunner
{
    /// <summary>Number of cases.</summary>
    public static int Count => SelfTestCases.All().Count();

    /// <summary>Runs all cases; hands over each one's rows as it ends.</summary>
    /// <param name="engineTime">The engine's clock. The target's is the system's: an engine whose clock is wrong fails.</param>
    /// <param name="onCase">Gets the name of the case that starts.</param>
    /// <param name="only">Runs only cases whose name contains this; null for all.</param>
    /// <param name="cancellationToken">Stops after the running case.</param>
    public static async IAsyncEnumerable<SelfTestRow> RunAsync(
        TimeProvider engineTime,
        Action<string> onCase,
        string? only,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onCase);
        foreach (var test in SelfTestCases.All().Where(test => only is null || test.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            onCase(test.Name);
            foreach (var row in await RunAsync(test, engineTime, cancellationToken).ConfigureAwait(false))
            {
                yield return row;
            }
        }
    }

    private static async Task<IReadOnlyList<SelfTestRow>> RunAsync(SelfTestCase test, TimeProvider engineTime, CancellationToken cancellationToken)
    {
        using var stub = new SelfTestStub();
        var collected = new Collected(() => test.Disturb(stub));
        // A first short run, so that what is compiled on first use is compiled.
        var warmUp = test.Phase with { Segments = [.. test.Phase.Segments.Select(Shortened)] };
        await DriveAsync(warmUp, test, stub, new Collected(() => { }), engineTime, cancellationToken).ConfigureAwait(false);
        var result = await DriveAsync(test.Phase, test, stub, collected, engineTime, cancellationToken).ConfigureAwait(false);
        return [.. test.Judge(new SelfTestFigures(test, result.Phases[0], collected.Seconds, collected.Health))];
    }

    private static LoadSegment Shortened(LoadSegment segment) => segment with
    {
        Simulation = segment.Simulation switch
        {
            LoadSimulation.InjectPart inject => inject with { Length = TimeSpan.FromMilliseconds(300) },
            LoadSimulation.KeepConstantPart keep => keep with { Length = TimeSpan.FromMilliseconds(300) },
            var other => other,
        },
    };

    private static Task<LoadResult> DriveAsync(
        PhasePlan phase, SelfTestCase test, SelfTestStub stub, Collected observer, TimeProvider engineTime, CancellationToken cancellationToken)
    {
        var plan = new RunPlan
        {
            Suite = "selftest",
            Seed = 1,
            ScenarioAssembly = "",
            Stack = new StackPlan { Kind = "external" },
            Catalogue = "",
            Phases = [phase],
        };
        var scenario = Scenario.Create("selftest", context => test.Run(stub, context));
        var request = new LoadRequest(plan, [scenario], new Uri("http://127.0.0.1/"), new RunClock(engineTime));
        return new LoadEngine().RunAsync(request, observer, cancellationToken);
    }

    private sealed class Collected(Action onStart) : ILoadObserver
    {
        public List<LoadSecond> Seconds { get; } = [];

        public List<HealthSecond> Health { get; } = [];

        public void OnSecond(LoadSecond second) => Seconds.Add(second);

        public void OnHealth(HealthSecond second) => Health.Add(second);

        public void OnPhaseStarted(PhasePlan phase) => onStart();

        public void OnMessage(string message)
        {
        }
    }
}
