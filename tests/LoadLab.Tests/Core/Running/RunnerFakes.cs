using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Running;

/// <summary>A world for the runner: each part can be told to misbehave, and everything is noted in order.</summary>
internal sealed class RunnerFakes(string directory)
{
    public List<string> Events { get; } = [];

    public Func<ILoadObserver, CancellationToken, Task<LoadResult>> Load { get; set; } = (observer, _) =>
    {
        foreach (var second in StoredSample.Seconds)
        {
            observer.OnSecond(second);
        }

        return Task.FromResult(new LoadResult(StoredSample.Record.Phases, RunOutcome.Completed, ""));
    };

    public List<FakeProvider> Providers { get; } = [];

    public List<IProbe> Probes { get; } = [];

    public Func<RunRecord, RunEvaluation> Judge { get; set; } = _ => StoredSample.Evaluation;

    public Func<Uri, CancellationToken, Task> CheckTarget { get; set; } = (_, _) => Task.CompletedTask;

    public FakeStack Stack { get; } = new();

    public IHealingCalls? Healing { get; set; }

    public RunStore Store { get; set; } = new(directory);

    public Task<RunResult> RunAsync(RunPlan? plan = null, CancellationToken stop = default) =>
        ToRunner().RunAsync(plan ?? StoredSample.Plan, [], new FakeObserver(Events), stop);

    /// <summary>A runner whose load ends with the given outcome, over another store and judge.</summary>
    public Runner ToRunner(RunStore store, Func<RunRecord, RunEvaluation> judge, RunOutcome outcome)
    {
        var load = Load;
        Load = async (observer, stop) => await load(observer, stop) with { Outcome = outcome };
        Store = store;
        Judge = judge;
        return ToRunner();
    }

    private Runner ToRunner()
    {
        if (Providers.Count == 0)
        {
            Providers.Add(new FakeProvider("processes", Stack));
        }

        Stack.Events = Events;
        return new Runner(new RunnerParts
        {
            Providers = Providers,
            Probes = (_, _) => Probes,
            Driver = new FakeDriver(this),
            Store = Store,
            Judge = Judge,
            Machine = () => new Dictionary<string, string> { ["cpu.count"] = "2", ["stack.kind"] = "overridden by the stack" },
            CheckTarget = CheckTarget,
            Healing = Healing,
        });
    }

    internal sealed class FakeStack : IStack
    {
        public List<string> Events { get; set; } = [];

        public Dictionary<string, string> Dead { get; } = [];

        public Exception? DisposeFault { get; set; }

        public IStackControl? Control { get; set; }

        public Uri BaseAddress { get; } = new("http://127.0.0.1:1/");

        public string? PostgresConnectionString => null;

        public string? RedisConfiguration => null;

        public Uri? MetricsAddress => null;

        public IReadOnlyDictionary<string, int> Processes { get; } = new Dictionary<string, int>();

        public IReadOnlyDictionary<string, string> Fingerprint { get; } = new Dictionary<string, string> { ["stack.kind"] = "processes" };

        public IReadOnlyDictionary<string, string> FindDead() => Dead;

        public ValueTask DisposeAsync()
        {
            Events.Add("stack down");
            return DisposeFault is null ? ValueTask.CompletedTask : ValueTask.FromException(DisposeFault);
        }
    }

    internal sealed class FakeProvider(string kind, FakeStack stack, params string[] obstacles) : IStackProvider
    {
        public string Kind => kind;

        public Exception? StartFault { get; init; }

        public Task<IReadOnlyList<string>> FindObstaclesAsync(StackPlan plan, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(obstacles);

        public Task<IStack> StartAsync(StackPlan plan, long seed, IProgress<string> progress, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report($"{kind} up, seed {seed}");
            return StartFault is null ? Task.FromResult<IStack>(stack) : Task.FromException<IStack>(StartFault);
        }
    }

    internal sealed class FakeProbe(string name, Func<int, CancellationToken, ValueTask<IReadOnlyList<double>>> sample) : IProbe
    {
        private int _samples;

        public TaskCompletionSource Sampled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => name;

        public IReadOnlyList<Measure> Measures { get; } = [new(name + ".a", "items", MeasureAggregation.Max, ""), new(name + ".b", "items", MeasureAggregation.Max, "")];

        public async ValueTask<IReadOnlyList<double>> SampleAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await sample(_samples++, cancellationToken);
            }
            finally
            {
                Sampled.TrySetResult();
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class FakeDriver(RunnerFakes fakes) : ILoadDriver
    {
        public Task<LoadResult> RunAsync(LoadRequest request, ILoadObserver observer, CancellationToken stop)
        {
            fakes.Events.Add("load");
            return fakes.Load(observer, stop);
        }
    }

    internal sealed class FakeObserver(List<string> events) : IRunObserver
    {
        public void OnRunStarted(string runId, RunPlan plan) => events.Add($"run of {plan.Suite}");

        public void OnStack(string line) => events.Add(line);

        public void OnProbe(Measure measure, ProbePoint point)
        {
        }

        public void OnLoadEnded(RunOutcome outcome) => events.Add($"load ended: {outcome}");

        public void OnSecond(LoadSecond second) => events.Add($"second {second.Second}");

        public void OnHealth(HealthSecond second)
        {
        }

        public void OnPhaseStarted(PhasePlan phase)
        {
        }

        public void OnMessage(string message)
        {
        }
    }
}
