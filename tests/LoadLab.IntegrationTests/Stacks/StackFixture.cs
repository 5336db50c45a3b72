using LoadLab.Stacks.Processes;
using Npgsql;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>One stack for the tests that only look at it.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    internal ProcessStack Stack { get; private set; } = null!;

    public async Task InitializeAsync() => Stack = await TestStack.StartAsync();

    /// <summary>Runs a statement as the superuser, on a connection of its own.</summary>
    internal async Task RunAsync(string sql)
    {
        var builder = new NpgsqlConnectionStringBuilder(Stack.PostgresConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
