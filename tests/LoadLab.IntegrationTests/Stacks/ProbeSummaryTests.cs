using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.Probes;
using Npgsql;
using StackExchange.Redis;
using static LoadLab.IntegrationTests.Stacks.ProbeSamples;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>What the probes say at the end, against servers that do what the test tells them.</summary>
public sealed class ProbeSummaryTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private const string Role = "onlooker";

    [Fact]
    public async Task The_top_statements_of_a_run_are_counted_and_timed()
    {
        await fixture.RunAsync("CREATE TABLE counted AS SELECT x FROM generate_series(1, 1000) AS x; SELECT count(*) AS earlier FROM counted");
        await using var probe = new PostgresProbe(fixture.Stack.PostgresConnectionString!);
        await probe.SampleAsync(CancellationToken.None);
        for (var call = 0; call < 7; call++)
            await fixture.RunAsync("SELECT max(x) AS counted_by_test FROM counted");
        await fixture.RunAsync("SELECT pg_sleep(1)");
        await probe.SampleAsync(CancellationToken.None);

        var table = (await probe.SummarizeAsync(CancellationToken.None)).Tables.Single(table => table.Name == "postgres.statements");

        table.Rows[0][0].Text.Should().Be("SELECT pg_sleep($1)");
        table.Rows[0][1].Value.Should().BeGreaterThan(0.5, "it took most of the time");
        table.Rows[0][3].Value.Should().BeGreaterThanOrEqualTo(1000);
        var counted = table.Rows.Single(row => row[0].Text!.Contains("counted_by_test", StringComparison.Ordinal));
        counted[2].Value.Should().Be(7);
        counted[5].Value.Should().Be(1);
        table.Rows.Should().NotContain(row => row[0].Text!.Contains("earlier", StringComparison.Ordinal), "it ran before the first sample");
        table.Rows.Should().NotContain(row => row[0].Text!.Contains(PostgresStatements.Mark, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wait_events_are_seen()
    {
        await using var probe = new PostgresProbe(fixture.Stack.PostgresConnectionString!);
        await using var sleeper = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString) { Pooling = false }.ConnectionString);
        await sleeper.OpenAsync();
        await using var sleep = new NpgsqlCommand("SELECT pg_sleep(600)", sleeper) { CommandTimeout = 0 };
        var sleeping = sleep.ExecuteNonQueryAsync();
        await Eventually.AsyncTrue(async () => (await SampleAsync(probe))[MeasureNames.DbSessionsWaiting] >= 1, "the session sleeps");
        sleep.Cancel();
        await sleeping.ContinueWith(_ => { }, TaskScheduler.Default);

        var table = (await probe.SummarizeAsync(CancellationToken.None)).Tables.Single(table => table.Name == "postgres.waits");

        table.Rows.Select(row => row[0].Text).Should().Contain("Timeout: PgSleep");
    }

    [Fact]
    public async Task The_redis_commands_of_a_run_are_counted()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration!);
        var database = client.GetDatabase();
        await database.ListRightPushAsync("counted", "before");
        await using var probe = new RedisProbe(fixture.Stack.RedisConfiguration!);
        await probe.SampleAsync(CancellationToken.None);
        for (var call = 0; call < 5; call++)
            await database.ListRightPushAsync("counted", call);

        var table = (await probe.SummarizeAsync(CancellationToken.None)).Tables.Single();

        table.Name.Should().Be("redis.commands");
        table.Rows.Single(row => row[0].Text == "RPUSH")[2].Value.Should().Be(5);
    }

    [Fact]
    public async Task Without_rights_the_run_goes_on_with_findings_and_without_invented_figures()
    {
        await fixture.RunAsync($"CREATE ROLE {Role} LOGIN PASSWORD 'looks'");
        await fixture.RunAsync("CREATE DATABASE bare");
        var builder = new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString) { Username = Role, Password = "looks", Database = "bare" };
        await using var probe = new PostgresProbe(builder.ConnectionString);

        var sample = await SampleAsync(probe);
        var summary = await probe.SummarizeAsync(CancellationToken.None);

        sample[MeasureNames.DbUp].Should().Be(1);
        sample[MeasureNames.DbPing].Should().BePositive();
        sample[MeasureNames.DbSessionsActive].Should().Be(double.NaN);
        sample[MeasureNames.DbSessionsMax].Should().BePositive();
        summary.Tables.Should().BeEmpty();
        summary.Findings.Select(finding => finding.Check).Should().BeEquivalentTo(["postgres-rights", "postgres-statements"]);
        summary.Findings.Should().AllSatisfy(finding => finding.Advice.Should().NotBeEmpty());
    }

    [Fact]
    public async Task A_redis_user_that_may_only_ping_leaves_gaps_and_a_finding()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration! + ",allowAdmin=true");
        await client.GetDatabase().ExecuteAsync("ACL", "SETUSER", Role, "on", ">looks", "-@all", "+@connection");
        await using var probe = new RedisProbe($"{fixture.Stack.RedisConfiguration},user={Role},password=looks");

        var sample = await SampleAsync(probe);
        var again = await SampleAsync(probe);
        var summary = await probe.SummarizeAsync(CancellationToken.None);

        sample[MeasureNames.RedisUp].Should().Be(1);
        again[MeasureNames.RedisPing].Should().BePositive();
        again[MeasureNames.RedisMemoryUsed].Should().Be(double.NaN);
        again[MeasureNames.QueueLength].Should().Be(double.NaN);
        summary.Tables.Should().BeEmpty();
        summary.Findings.Should().ContainSingle().Which.Check.Should().Be("redis-rights");
    }
}
