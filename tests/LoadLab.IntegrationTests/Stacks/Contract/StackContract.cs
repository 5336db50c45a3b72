using System.Net;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.IntegrationTests.Stacks.Contract;

/// <summary>What every stack that LoadLab starts has to do, whatever it is made of.</summary>
internal static class StackContract
{
    private static readonly Dictionary<string, string> s_settings = new() { ["max_connections"] = "77", ["work_mem"] = "5MB" };

    /// <summary>A plan of a kind with settings that differ from the defaults.</summary>
    public static StackPlan WithSettings(StackPlan plan) => plan with
    {
        Postgres = s_settings,
        Redis = new Dictionary<string, string> { ["maxmemory"] = "32mb" },
        Lms = plan.Lms with { PoolSize = 9 },
    };

    /// <summary>Is up: API, Postgres and Redis answer on loopback, nothing is dead, and the settings in effect are in the fingerprint.</summary>
    public static async Task AnswersAsync(IStack stack, string kind)
    {
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(stack.BaseAddress, "health/ready"))).StatusCode.Should().Be(HttpStatusCode.OK);
        stack.BaseAddress.IsLoopback.Should().BeTrue();
        stack.Instances.Should().Equal(stack.BaseAddress);
        (await QueryAsync(stack, "SELECT current_setting('work_mem')")).Should().Be("5MB");
        using (var redis = await ConnectionMultiplexer.ConnectAsync(stack.RedisConfiguration!))
            (await redis.GetDatabase().PingAsync()).Should().BePositive();
        stack.FindDead().Should().BeEmpty();

        var fingerprint = stack.Fingerprint;
        fingerprint["stack.kind"].Should().Be(kind);
        fingerprint.Should().ContainKey("network.path");
        fingerprint["postgres.version"].Should().MatchRegex("^[0-9]+");
        foreach (var durable in (string[])["postgres.fsync", "postgres.synchronous_commit", "postgres.full_page_writes"])
            fingerprint[durable].Should().Be("on");
        fingerprint["postgres.max_connections"].Should().Be("77");
        fingerprint["postgres.work_mem"].Should().Be("5MB");
        fingerprint["redis.version"].Should().MatchRegex("^[0-9]+");
        fingerprint["redis.maxmemory"].Should().Be("33554432");
        fingerprint.Keys.Should().BeInAscendingOrder(StringComparer.Ordinal);
        fingerprint.Values.Should().NotContain(value => value.Contains("assword", StringComparison.Ordinal));
    }

    /// <summary>Two at once share nothing.</summary>
    public static async Task AreApartAsync(IStack first, IStack second)
    {
        await QueryAsync(first, "CREATE TABLE only_in_first (id int)");
        using (var redis = await ConnectionMultiplexer.ConnectAsync(first.RedisConfiguration!))
            await redis.GetDatabase().StringSetAsync("only", "first");
        using var other = await ConnectionMultiplexer.ConnectAsync(second.RedisConfiguration!);

        first.BaseAddress.Should().NotBe(second.BaseAddress);
        first.Processes.Values.Should().NotIntersectWith(second.Processes.Values);
        (await QueryAsync(second, "SELECT to_regclass('only_in_first')::text")).Should().BeOfType<DBNull>();
        (await other.GetDatabase().KeyExistsAsync("only")).Should().BeFalse();
    }

    /// <summary>The owner of the API's database has no rights beyond it, and the superuser is another.</summary>
    public static async Task GivesTheApiNoMoreThanItNeedsAsync(IStack stack)
    {
        (await QueryAsync(stack, "SELECT rolsuper FROM pg_roles WHERE rolname = 'lms'")).Should().Be(false);
        (await QueryAsync(stack, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).Should().Be(true);
        (await QueryAsync(stack, "SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'")).Should().Be(1L);
    }

    /// <summary>A part that is stopped and started again has its data, at its address; a paused one answers again when it goes on.</summary>
    public static async Task CanBeBrokenAndMendedAsync(IStack stack)
    {
        var control = stack.Control!;
        control.Roles.Should().Contain(["api", "postgres", "redis"]);
        await QueryAsync(stack, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");

        await control.StopAsync("postgres", CancellationToken.None);
        (await AnswersAsync(stack)).Should().BeFalse();
        stack.Processes.Should().NotContainKey("postgres");
        stack.FindDead().Should().BeEmpty("it was asked to");
        await control.StartAsync("postgres", CancellationToken.None);
        (await TestStack.Eventually(() => AnswersAsync(stack).GetAwaiter().GetResult())).Should().BeTrue();
        (await QueryAsync(stack, "SELECT id FROM kept")).Should().Be(42);
        stack.Processes.Should().ContainKey("postgres");

        await control.PauseAsync("redis", CancellationToken.None);
        var options = ConfigurationOptions.Parse(stack.RedisConfiguration!);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = options.AsyncTimeout = 500;
        await using (var frozen = await ConnectionMultiplexer.ConnectAsync(options))
            frozen.IsConnected.Should().BeFalse();
        await control.ResumeAsync("redis", CancellationToken.None);
        await using var thawed = await ConnectionMultiplexer.ConnectAsync(stack.RedisConfiguration!);
        (await thawed.GetDatabase().PingAsync()).Should().BePositive();
        stack.FindDead().Should().BeEmpty();
    }

    private static async Task<bool> AnswersAsync(IStack stack)
    {
        try
        {
            await QueryAsync(stack, "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<object?> QueryAsync(IStack stack, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(stack.PostgresConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
