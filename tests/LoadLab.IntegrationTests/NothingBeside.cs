namespace LoadLab.IntegrationTests;

/// <summary>
/// Waits until no other test project runs: <c>test.sh</c> lets the unit tests run beside those of these tests that do not measure, and the file that the
/// variable names is there while they run.
/// </summary>
public sealed class NothingBeside : IAsyncLifetime
{
    public const string Variable = "LOADLAB_TEST_BESIDE";

    /// <summary>Only ends a wait for tests that hang.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    public Task InitializeAsync() => GoneAsync(Environment.GetEnvironmentVariable(Variable), s_patience);

    public Task DisposeAsync() => Task.CompletedTask;

    internal static async Task GoneAsync(string? file, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (file is not null && File.Exists(file))
        {
            await Task.Delay(100, limit.Token);
        }
    }
}
