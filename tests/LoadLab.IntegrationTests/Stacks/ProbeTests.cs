using System.Collections.Concurrent;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.Probes;
using Microsoft.AspNetCore.Http;
using Npgsql;
using StackExchange.Redis;
using static LoadLab.IntegrationTests.Stacks.ProbeSamples;

namespace LoadLab.IntegrationTests.Stacks;

public sealed class ProbeTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task Opened_sessions_are_counted_and_the_probes_own_is_not()
    {
        await using var probe = new PostgresProbe(fixture.Stack.PostgresConnectionString!);
        var before = await SampleAsync(probe);
        await using var source = Unpooled();
        var sessions = new List<NpgsqlConnection>();
        for (var opened = 0; opened < 7; opened++)
            sessions.Add(await source.OpenConnectionAsync());

        var after = await SampleAsync(probe);
        foreach (var session in sessions)
            await session.DisposeAsync();

        before[MeasureNames.DbSessions].Should().Be(0);
        after[MeasureNames.DbSessions].Should().Be(7);
        after[MeasureNames.DbSessionsActive].Should().Be(0);
        after[MeasureNames.DbSessionsLocked].Should().Be(0);
        after[MeasureNames.DbSessionsMax].Should().Be(200);
        after[MeasureNames.DbPing].Should().BePositive();
    }

    [Fact]
    public async Task A_session_that_waits_for_a_locked_row_is_counted()
    {
        await using var source = Unpooled();
        await using var holder = await source.OpenConnectionAsync();
        await RunAsync(holder, "CREATE TABLE IF NOT EXISTS locked (id int primary key, n int); INSERT INTO locked VALUES (1, 0) ON CONFLICT DO NOTHING");
        await using var transaction = await holder.BeginTransactionAsync();
        await RunAsync(holder, "UPDATE locked SET n = n + 1 WHERE id = 1");
        await using var waiter = await source.OpenConnectionAsync();
        var waiting = RunAsync(waiter, "UPDATE locked SET n = n + 1 WHERE id = 1");
        await using var probe = new PostgresProbe(fixture.Stack.PostgresConnectionString!);

        var locked = 0.0;
        await Eventually.AsyncTrue(async () => (locked = (await SampleAsync(probe))[MeasureNames.DbSessionsLocked]) > 0, "a session waits for a lock");
        await transaction.CommitAsync();
        await waiting;

        locked.Should().Be(1);
    }

    [Fact]
    public async Task A_statement_that_sleeps_waits_and_ages()
    {
        await using var source = Unpooled();
        await using var sleeper = await source.OpenConnectionAsync();
        await using var sleep = new NpgsqlCommand("SELECT pg_sleep(600)", sleeper) { CommandTimeout = 0 };
        var sleeping = sleep.ExecuteNonQueryAsync();
        await using var probe = new PostgresProbe(fixture.Stack.PostgresConnectionString!);

        var sample = await SampleAsync(probe);
        await Eventually.AsyncTrue(async () => (sample = await SampleAsync(probe))[MeasureNames.DbSessionsWaiting] > 0, "the session sleeps");
        var older = await SampleAsync(probe);
        sleep.Cancel();
        await sleeping.ContinueWith(_ => { }, TaskScheduler.Default);
        var after = await SampleAsync(probe);

        sample[MeasureNames.DbSessionsWaiting].Should().Be(1, "pg_sleep waits for a timeout");
        sample[MeasureNames.DbSessionsRunning].Should().Be(0);
        sample[MeasureNames.DbSessionsIo].Should().Be(0);
        older[MeasureNames.DbLongestStatement].Should().BeGreaterThan(sample[MeasureNames.DbLongestStatement]);
        after[MeasureNames.DbLongestStatement].Should().Be(0);
        after[MeasureNames.DbSessionsWaiting].Should().Be(0);
    }

    [Fact]
    public async Task A_statement_that_counts_runs()
    {
        await using var source = Unpooled();
        await using var counter = await source.OpenConnectionAsync();
        var counting = RunAsync(counter, "SET max_parallel_workers_per_gather = 0; SELECT sum(x) FROM generate_series(1, 8000000) AS x");
        await using var probe = new PostgresProbe(fixture.Stack.PostgresConnectionString!);

        var running = 0.0;
        while (running == 0 && !counting.IsCompleted)
            running = (await SampleAsync(probe))[MeasureNames.DbSessionsRunning];
        await counting;

        running.Should().Be(1);
    }

    [Fact]
    public async Task Rolled_back_transactions_are_counted()
    {
        await using var probe = new PostgresProbe(fixture.Stack.PostgresConnectionString!);
        // A first answer that came too late on a busy machine is no figure.
        Dictionary<string, double> before = [];
        await Eventually.AsyncTrue(async () => double.IsFinite((before = await SampleAsync(probe))[MeasureNames.DbRollbacks]), "the probe has a figure");
        await using (var source = Unpooled())
        await using (var connection = await source.OpenConnectionAsync())
        {
            for (var round = 0; round < 5; round++)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await RunAsync(connection, "SELECT 1");
                await transaction.RollbackAsync();
            }
        }

        // A session hands its counters in when it ends, which it does a moment after the client has left.
        var rolledBack = 0.0;
        await Eventually.AsyncTrue(
            async () => (rolledBack = (await SampleAsync(probe))[MeasureNames.DbRollbacks] - before[MeasureNames.DbRollbacks]) >= 5, "the session has handed in its counters");

        rolledBack.Should().Be(5);
    }

    [Fact]
    public async Task Redis_figures_and_queue_lengths_are_the_true_ones()
    {
        await using var probe = new RedisProbe(fixture.Stack.RedisConfiguration!, new QueueKeys(["queue:a", "queue:b"], ["queue:a:held"]));
        using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration!);
        var database = client.GetDatabase();
        var before = await SampleAsync(probe);
        await database.ListLeftPushAsync("queue:a", [.. Enumerable.Range(0, 11).Select(item => (RedisValue)item)]);
        await database.ListLeftPushAsync("queue:b", [1, 2]);
        await database.ListLeftPushAsync("queue:a:held", [1, 2, 3]);
        await database.StringSetAsync("ballast", new byte[4_000_000]);

        var after = await SampleAsync(probe);

        before[MeasureNames.QueueLength].Should().Be(double.NaN, "nothing shows yet that these queues exist");
        after[MeasureNames.QueueLength].Should().Be(13);
        after["queue.processing"].Should().Be(3);
        after[MeasureNames.RedisMemoryMax].Should().Be(256 * 1024 * 1024);
        (after[MeasureNames.RedisMemoryUsed] - before[MeasureNames.RedisMemoryUsed]).Should().BeGreaterThan(4_000_000);
        after[MeasureNames.RedisClients].Should().Be(2, "this client has two connections, one of them for subscriptions");
        after[MeasureNames.RedisPing].Should().BePositive();
    }

    [Fact]
    public async Task Cpu_and_memory_of_postgres_include_its_sessions()
    {
        await using var probe = new ProcessProbe(() => fixture.Stack.Processes);
        var first = await SampleAsync(probe);
        await using var source = Unpooled();
        await using var connection = await source.OpenConnectionAsync();
        await RunAsync(connection, "SELECT sum(x) FROM generate_series(1, 3000000) AS x");

        var second = await SampleAsync(probe);

        first["cpu.postgres"].Should().Be(double.NaN, "there is nothing to subtract from");
        second["cpu.postgres"].Should().BePositive().And.BeGreaterThan(second["cpu.redis"]);
        second["memory.postgres"].Should().BeInRange(10e6, 1e9);
        second["memory.redis"].Should().BeInRange(1e6, 1e9);
        second["memory.api"].Should().BeInRange(10e6, 1e9);
    }

    [Fact]
    public async Task The_machine_probe_gives_a_ratio()
    {
        await using var probe = new MachineProbe();
        await SampleAsync(probe);
        await using var source = Unpooled();
        await using var connection = await source.OpenConnectionAsync();
        await RunAsync(connection, "SELECT sum(x) FROM generate_series(1, 1000000) AS x");

        (await SampleAsync(probe))[MeasureNames.CpuMachine].Should().BeInRange(0, 1).And.BePositive();
    }

    [Fact]
    public async Task Metrics_are_scraped_over_http()
    {
        await using var server = await ServeAsync("lms_db_pool_connections{state=\"used\"} 3\nlms_db_pool_connections{state=\"idle\"} 4\nlms_db_pool_max 50\n", "nonsense {");
        await using var probe = new MetricsProbe([new Uri(server.Address, "metrics")]);

        var sample = await SampleAsync(probe);
        var broken = async () => await probe.SampleAsync(CancellationToken.None);

        sample[MeasureNames.DbPoolUsed].Should().Be(3);
        sample[MeasureNames.DbPoolIdle].Should().Be(4);
        sample[MeasureNames.DbPoolMax].Should().Be(50);
        sample[MeasureNames.DbPoolPending].Should().Be(double.NaN);
        await broken.Should().ThrowAsync<FormatException>().WithMessage("line 1: *");
    }

    [Fact]
    public async Task Metrics_of_several_instances_add_up()
    {
        await using var server = await ServeAsync("lms_db_pool_connections{state=\"used\"} 3\nlms_db_pool_max 50\n", "lms_db_pool_connections{state=\"used\"} 9\nlms_db_pool_max 50\n");
        var address = new Uri(server.Address, "metrics");
        await using var probe = new MetricsProbe([address, address]);

        var sample = await SampleAsync(probe);

        (sample[MeasureNames.DbPoolUsed], sample[MeasureNames.DbPoolMax]).Should().Be((12, 100));
    }

    [Fact]
    public async Task The_factory_gives_each_measure_once()
    {
        var plan = new RunPlan { Suite = "s", Seed = 1, ScenarioAssembly = "a.dll", Stack = TestStack.Plan, Phases = [], Catalogue = "c" };
        var probes = ProbeFactory.Create(fixture.Stack, plan);

        var names = probes.SelectMany(probe => probe.Measures).Select(measure => measure.Name).ToList();
        foreach (var probe in probes)
            await probe.DisposeAsync();

        names.Should().OnlyHaveUniqueItems().And.Contain([MeasureNames.DbPoolUsed, MeasureNames.DbSessions, MeasureNames.QueueLength, MeasureNames.RedisMemoryUsed, "cpu.api", MeasureNames.CpuMachine]);
    }

    [Fact]
    public async Task Servers_that_are_gone_are_down_and_the_rest_is_a_gap()
    {
        var stack = await TestStack.StartAsync();
        await using var postgres = new PostgresProbe(stack.PostgresConnectionString!);
        await using var redis = new RedisProbe(stack.RedisConfiguration!);
        (await SampleAsync(postgres))[MeasureNames.DbUp].Should().Be(1);
        (await SampleAsync(redis))[MeasureNames.RedisUp].Should().Be(1);
        await stack.DisposeAsync();

        var noPostgres = await SampleAsync(postgres);
        var noRedis = await SampleAsync(redis);

        noPostgres[MeasureNames.DbUp].Should().Be(0);
        noPostgres.Values.Skip(1).Should().AllSatisfy(value => value.Should().Be(double.NaN));
        noRedis[MeasureNames.RedisUp].Should().Be(0);
        noRedis.Values.Skip(1).Should().AllSatisfy(value => value.Should().Be(double.NaN));
        (await postgres.SummarizeAsync(CancellationToken.None)).Findings.Select(finding => finding.Seen).Should().Contain(seen => seen.StartsWith("Postgres gave no answer to 1 of 2 samples; the first: "));
        (await redis.SummarizeAsync(CancellationToken.None)).Findings.Select(finding => finding.Seen).Should().Contain(seen => seen.StartsWith("Redis gave no answer to 1 of 2 samples; the first: "));
    }

    private NpgsqlDataSource Unpooled() => new NpgsqlDataSourceBuilder(fixture.Stack.PostgresConnectionString) { ConnectionStringBuilder = { Pooling = false } }.Build();

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Answers each request with the next text.</summary>
    private static Task<StubServer> ServeAsync(params string[] bodies)
    {
        var left = new ConcurrentQueue<string>(bodies);
        return StubServer.StartAsync(context => context.Response.WriteAsync(left.TryDequeue(out var body) ? body : ""));
    }
}
