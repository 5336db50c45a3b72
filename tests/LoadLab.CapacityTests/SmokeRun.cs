using LoadLab.Core.Store;
using LoadLab.Testing;

namespace LoadLab.CapacityTests;

/// <summary>One smoke run for all tests of the class, by the same way through the code as <c>loadlab run smoke</c>.</summary>
public sealed class SmokeRun : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-capacity-").FullName;

    /// <summary>The run.</summary>
    public LoadTestResult Result { get; private set; } = null!;

    /// <summary>What is on disk of it.</summary>
    public StoredRun Stored { get; private set; } = null!;

    /// <summary>Makes the run; again while the machine disturbed it.</summary>
    public async Task InitializeAsync()
    {
        Result = await LoadTest.FromSuite("smoke").OnStack("processes").KeepingResultsIn(_directory).WithAttempts(SabotagedRun.Attempts).RunAsync();
        Stored = new RunStore(_directory).Read(Result.RunId);
    }

    /// <summary>Takes its files away.</summary>
    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }
}
