using LoadLab.Core;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Probes;
using Npgsql;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>Backups of a real Postgres that is written to meanwhile.</summary>
public sealed class BackupTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly string s_tools = NativeTools.OfThisMachine().FindPostgres()!;

    [Fact]
    public async Task A_backup_has_the_rows_of_its_moment_while_others_write_and_leaves_nothing_behind()
    {
        await RunAsync("CREATE TABLE IF NOT EXISTS notes (id bigint GENERATED ALWAYS AS IDENTITY, text text); INSERT INTO notes (text) SELECT repeat('x', 200) FROM generate_series(1, 20000)");
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(stop.Token);
        await using (var probe = new BackupProbe(fixture.Stack.PostgresConnectionString!, s_tools, TimeSpan.Zero))
        {
            var sample = await probe.SampleAsync(CancellationToken.None);
            sample.Take(2).Should().Equal(0, 0);
            await EndedAsync(probe, 2);
            sample = await probe.SampleAsync(CancellationToken.None);

            (await probe.SummarizeAsync(CancellationToken.None)).Findings.Should().BeEmpty();
            sample[0].Should().BeGreaterThanOrEqualTo(2);
            sample[2].Should().BePositive();
        }

        await stop.CancelAsync();
        (await writing).Should().BePositive("rows were written while the backups were made");
        (await ScalarAsync("SELECT count(*) FROM pg_database WHERE datname LIKE 'loadlab_backup_%'")).Should().Be(0L);
        Directory.GetFiles(Path.GetTempPath(), "loadlab_backup_*").Should().BeEmpty();
    }

    [Fact]
    public async Task A_backup_that_cannot_be_made_counts_as_a_bad_one_and_says_why()
    {
        await using var probe = new BackupProbe(fixture.Stack.PostgresConnectionString!, "/nowhere", TimeSpan.FromHours(1));
        await probe.SampleAsync(CancellationToken.None);
        await EndedAsync(probe, 1);

        (await probe.SampleAsync(CancellationToken.None))[0].Should().Be(0);
        (await probe.SummarizeAsync(CancellationToken.None)).Findings.Should().ContainSingle().Which.Seen.Should().StartWith("1 of 1 backups failed; the first: ");
    }

    [Fact]
    public void A_table_that_lost_rows_or_is_missing_is_told()
    {
        var compare = () => PostgresBackup.Compare(new Dictionary<string, long> { ["a"] = 3, ["b"] = 2, ["c"] = 1 }, new Dictionary<string, long> { ["a"] = 3, ["b"] = 1 });

        compare.Should().Throw<LoadLabException>().Which.Message.Should().Contain("b had 2 rows and has 1, c had 1 row and is not there");
    }

    private static Task EndedAsync(BackupProbe probe, int backups) =>
        Eventually.AsyncTrue(async () => (await probe.SampleAsync(CancellationToken.None))[1] >= backups, "so many backups ended");

    private async Task<long> WriteAsync(CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(fixture.Stack.PostgresConnectionString + ";Pooling=false");
        await connection.OpenAsync(CancellationToken.None);
        long written = 0;
        while (!stop.IsCancellationRequested)
        {
            await using var command = new NpgsqlCommand("INSERT INTO notes (text) VALUES ('y')", connection);
            written += await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        return written;
    }

    private async Task RunAsync(string sql) => await ScalarAsync(sql);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(fixture.Stack.PostgresConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
