using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Engine.SelfTest;

/// <summary>Runs the engine against targets whose answer is known in closed form.</summary>
public static class SelfTestRunner
{
    internal const string Scenario = "selftest";

    /// <summary>Runs of a case on a machine that does not let the target keep its time.</summary>
    private const int MostAttempts = 3;

    /// <summary>A target that did not run for this long was held up. It wants a turn each millisecond.</summary>
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(3);

    /// <summary>Name and model of each case that this system can run, in order: <c>target frozen for 1.0 s, open</c>.</summary>
    public static IReadOnlyList<string> Cases => [.. SelfTestCases.All().Select(TitleOf)];

    /// <summary>Runs all cases; hands over each one's rows as it ends.</summary>
    /// <param name="engineTime">The engine's clock. The target's is the system's: an engine whose clock is wrong fails.</param>
    /// <param name="onCase">Gets the title of the case that starts, as in <see cref="Cases"/>.</param>
    /// <param name="only">Runs only cases whose title contains this; null for all.</param>
    /// <param name="cancellationToken">Stops after the running case.</param>
    public static async IAsyncEnumerable<SelfTestRow> RunAsync(
        TimeProvider engineTime,
        Action<string> onCase,
        string? only,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(onCase);
        foreach (var test in SelfTestCases.All().Where(test => only is null || TitleOf(test).Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            onCase(TitleOf(test));
            try
            {
                foreach (var row in await RunAsync(test, engineTime, cancellationToken).ConfigureAwait(false))
                {
                    yield return row;
                }
            }
            finally
            {
                await test.End().ConfigureAwait(false);
            }
        }
    }

    private static string TitleOf(SelfTestCase test) => $"{test.Name}, {test.Phase.Name}";

    private static async Task<IReadOnlyList<SelfTestRow>> RunAsync(SelfTestCase test, TimeProvider engineTime, CancellationToken cancellationToken)
    {
        // A first short run, so that what is compiled on first use is compiled.
        using (var stub = new SelfTestStub())
        {
            var warmUp = test.Phase with { Segments = [.. test.Phase.Segments.Select(Shortened)] };
            await DriveAsync(warmUp, test, stub, new Collected(() => { }), engineTime, cancellationToken).ConfigureAwait(false);
        }

        for (var attempt = 1; ; attempt++)
        {
            using var target = new SelfTestStub();
            var collected = new Collected(() => test.Disturb(target));
            var result = await DriveAsync(test.Phase, test, target, collected, engineTime, cancellationToken).ConfigureAwait(false);
            var figures = new SelfTestFigures(test, result.Phases[0], collected.Seconds, collected.Health, target.LongestGap.TotalMilliseconds);
            var rows = test.Judge(figures).ToList();
            // A target that was itself held up, by the system's clock, gave other answers than the known ones: that proves nothing.
            if (attempt == MostAttempts || target.LongestGap < HeldUp || rows.TrueForAll(row => row.Passed))
            {
                return rows.ConvertAll(row => row with { Attempts = attempt });
            }
        }
    }

    private static LoadSegment Shortened(LoadSegment segment) => segment with
    {
        Simulation = segment.Simulation switch
        {
            LoadSimulation.InjectPart inject => inject with { Length = TimeSpan.FromMilliseconds(300) },
            LoadSimulation.KeepConstantPart keep => keep with { Length = TimeSpan.FromMilliseconds(300) },
            LoadSimulation.IterationsForConstantPart bound => bound with { Iterations = bound.Copies },
            LoadSimulation.IterationsForInjectPart bound => bound with { Iterations = Math.Min(bound.Iterations, 50) },
            var other => other,
        },
    };

    private static Task<LoadResult> DriveAsync(
        PhasePlan phase, SelfTestCase test, SelfTestStub stub, Collected observer, TimeProvider engineTime, CancellationToken cancellationToken)
    {
        var plan = new RunPlan
        {
            Suite = Scenario,
            Seed = 1,
            ScenarioAssembly = "",
            Stack = new StackPlan { Kind = "external" },
            Catalogue = "",
            Phases = [phase],
        };
        var scenario = Sdk.Scenario.Create(Scenario, context => test.Run(stub, context));
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
