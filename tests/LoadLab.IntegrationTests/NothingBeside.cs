namespace LoadLab.IntegrationTests;

/// <summary>
/// Waits until no other test project runs: <c>test.sh</c> lets the unit tests run beside those of these tests that do not measure, and the file that the
/// variable names is there while they run. Programs that are started then have the runtime's own settings, as users have them; the test host keeps its own.
/// </summary>
public sealed class NothingBeside : IAsyncLifetime
{
    public const string Variable = "LOADLAB_TEST_BESIDE";

    /// <summary>What <c>test.sh</c> sets for short programs.</summary>
    private static readonly string[] s_settingsOfShortPrograms = ["DOTNET_TieredPGO", "DOTNET_TC_CallCountThreshold"];

    /// <summary>Only ends a wait for tests that hang.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    public async Task InitializeAsync()
    {
        await GoneAsync(Environment.GetEnvironmentVariable(Variable), s_patience);
        foreach (var setting in s_settingsOfShortPrograms)
        {
            Environment.SetEnvironmentVariable(setting, null);
        }
    }

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
