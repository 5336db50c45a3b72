using LoadLab.Cli;
using LoadLab.Cli.Invocations;
using LoadLab.Core.Running;
using LoadLab.Core.Store;

namespace LoadLab.CapacityTests;

/// <summary>One smoke run for all tests of the class, by the same way through the code as <c>loadlab run smoke</c>.</summary>
public sealed class SmokeRun : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-capacity-").FullName;

    /// <summary>The run.</summary>
    public RunResult Result { get; private set; } = null!;

    /// <summary>What is on disk of it.</summary>
    public StoredRun Stored { get; private set; } = null!;

    /// <summary>Makes the run; again while the machine disturbed it.</summary>
    public Task InitializeAsync() => Disturbance.WithoutAsync(async () =>
    {
        var composition = new Composition(Home.Checkout(AppContext.BaseDirectory)!);
        var prepared = composition.Prepare(new RunArguments { Suite = "smoke", Stack = "processes", Results = _directory });
        var store = new RunStore(_directory);
        Result = await composition.CreateRunner(store, prepared.Judge)
            .RunAsync(prepared.Plan, prepared.Scenarios, new SilentObserver(), CancellationToken.None);
        Stored = store.Read(Result.Record.RunId);
        return Result;
    });

    /// <summary>Takes its files away.</summary>
    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }
}
