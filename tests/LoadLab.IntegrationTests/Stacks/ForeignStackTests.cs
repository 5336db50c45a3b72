using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Stacks.External;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Probes;
using Npgsql;
using StackExchange.Redis;
using static LoadLab.IntegrationTests.Stacks.ProbeSamples;

namespace LoadLab.IntegrationTests.Stacks;

/// <summary>What LoadLab knows of a stack that somebody else runs: real servers of this machine, told apart by their ports.</summary>
public sealed class ForeignStackTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly IProgress<string> s_silent = new Progress<string>();

    [Fact]
    public async Task The_processes_behind_the_ports_are_found_and_their_cpu_is_watched()
    {
        await using var stack = await StartAsync(fixture.Stack.PostgresConnectionString!);
        var probe = stack.Probes.Should().ContainSingle().Subject;
        var first = await SampleAsync(probe);
        await RunAsync("SELECT sum(x) FROM generate_series(1, 3000000) AS x");

        // The session that did the work ends now: its CPU is in its parent's account when the parent has waited for it.
        var second = await SampleAsync(probe);
        for (var attempt = 0; attempt < 100 && second["cpu.postgres"] == 0; attempt++)
        {
            await Task.Delay(50);
            second = await SampleAsync(probe);
        }

        stack.Fingerprint["process.postgres"].Should().Be("postgres");
        stack.Fingerprint["process.redis"].Should().StartWith("redis");
        stack.Fingerprint.Should().ContainKey("process.target");
        first["cpu.target"].Should().Be(double.NaN, "there is nothing to subtract from");
        second["cpu.postgres"].Should().BePositive("its sessions are its children");
        second["cpu.target"].Should().BeGreaterThanOrEqualTo(0);
        second["memory.target"].Should().BeInRange(10e6, 1e9);
        var roles = new ListeningRoles(new Dictionary<string, int> { ["postgres"] = new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString).Port, ["target"] = fixture.Stack.BaseAddress.Port });
        roles.Now()["postgres"].Should().Equal(fixture.Stack.Processes["postgres"]);
        roles.Now()["target"].Should().Equal(fixture.Stack.Processes["api"]);
    }

    [Fact]
    public async Task What_the_servers_hold_and_how_they_are_set_is_known()
    {
        await RunAsync("CREATE TABLE articles AS SELECT x FROM generate_series(1, 20000) AS x");
        await RunAsync("ANALYZE articles");
        using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration!);
        await client.GetDatabase().StringSetAsync("held", "1");
        var before = (await StartAsync(fixture.Stack.PostgresConnectionString!)).Fingerprint;

        // Without a second ANALYZE, which a table in use may not get for hours.
        await RunAsync("INSERT INTO articles SELECT x FROM generate_series(1, 40000) AS x");
        await RunAsync("ALTER SYSTEM SET random_page_cost = 1.5; SELECT pg_reload_conf()");
        for (var key = 0; key < 10; key++)
            await client.GetDatabase().StringSetAsync("more:" + key, "1");
        var after = (await StartAsync(fixture.Stack.PostgresConnectionString!)).Fingerprint;

        Number(before, "postgres.rows.public.articles").Should().BeInRange(19_000, 21_000);
        Number(after, "postgres.rows.public.articles").Should().BeInRange(57_000, 63_000);
        (Number(after, "postgres.size.bytes") - Number(before, "postgres.size.bytes")).Should().BeGreaterThan(1_000_000);
        (Number(after, "redis.keys") - Number(before, "redis.keys")).Should().Be(10);
        before["postgres.extensions"].Should().Contain("plpgsql 1.0");
        after["postgres.random_page_cost"].Should().Be("1.5");
        after.Keys.Should().NotContain(key => key.Contains("conninfo", StringComparison.Ordinal) || key.Contains("_file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_of_the_owners_own_making_is_left_out_since_it_may_hold_a_key()
    {
        await RunAsync("CREATE DATABASE with_key");
        await RunAsync("ALTER DATABASE with_key SET app.jwt_secret = 'hidden-key'");
        await RunAsync("ALTER DATABASE with_key SET work_mem = '9MB'");

        var facts = (await StartAsync(new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString) { Database = "with_key" }.ConnectionString)).Fingerprint;

        facts["postgres.work_mem"].Should().Be("9MB");
        facts.Values.Should().NotContain(value => value.Contains("hidden", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Password=hidden", "the password of user 'loadlab_owner' is wrong, or there is no such user. Correct Username=…;Password=…")]
    [InlineData("Password=", "it wants a password for user 'loadlab_owner'. Add Password=…")]
    [InlineData("Database=nowhere", "there is no database 'nowhere'. Correct Database=…")]
    public async Task What_is_wrong_with_the_connection_string_is_told_with_the_option_that_gave_it(string wrong, string words)
    {
        var builder = new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString);
        var user = builder.Username;
        var (key, value) = (wrong.Split('=')[0], wrong.Split('=')[1]);
        if (value.Length == 0)
            builder.Remove(key);
        else
            builder[key] = value;

        var fault = (await FluentActions.Awaiting(() => StartAsync(builder.ConnectionString)).Should().ThrowAsync<LoadLabException>()).Which.Faults.Should().ContainSingle().Subject;

        fault.Should().Be($"stack.external.postgres (--external-postgres): {builder.Host}:{builder.Port}/{builder.Database} cannot be used: {words.Replace("loadlab_owner", user, StringComparison.Ordinal)}");
        fault.Should().NotContain("hidden").And.NotContain("\n");
    }

    [Fact]
    public async Task An_address_where_nobody_answers_is_told_with_all_that_may_have_given_it()
    {
        var nobody = new Uri($"http://127.0.0.1:{NativeServers.FreePort()}");

        var fault = (await FluentActions.Awaiting(() => new ExternalStackProvider().StartAsync(
            new StackPlan { Kind = "external", External = new ExternalStackPlan { BaseUrl = nobody } }, 1, s_silent, CancellationToken.None)).Should().ThrowAsync<LoadLabException>()).Which;

        fault.Faults.Should().Equal($"stack.external.baseUrl (--external-url): {nobody} does not answer: Connection refused (127.0.0.1:{nobody.Port})");
        fault.Hint.Should().Be("Start the stack, or correct what names it: an option --external-…, a variable LOADLAB_EXTERNAL_…, or the section 'stack.external' of the suite.");
    }

    [Fact]
    public async Task A_redis_user_that_may_only_ping_is_good_enough()
    {
        using var client = await ConnectionMultiplexer.ConnectAsync(fixture.Stack.RedisConfiguration! + ",allowAdmin=true");
        await client.GetDatabase().ExecuteAsync("ACL", "SETUSER", "pinger", "on", ">looks", "-@all", "+@connection");

        var stack = await StartAsync(fixture.Stack.PostgresConnectionString!, $"{fixture.Stack.RedisConfiguration},user=pinger,password=looks");

        stack.Fingerprint.Keys.Should().NotContain(key => key.StartsWith("redis.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_foreign_redis_shows_no_queue_of_the_lms_and_a_stack_of_ours_an_empty_one()
    {
        var plan = new RunPlan { Suite = "s", Seed = 1, ScenarioAssembly = "a.dll", Stack = TestStack.Plan, Phases = [], Catalogue = "c" };
        var foreign = await StartAsync(fixture.Stack.PostgresConnectionString!);

        (await QueueAsync(ProbeFactory.Create(fixture.Stack, plan))).Should().Be(0);
        (await QueueAsync(ProbeFactory.Create(foreign, plan))).Should().Be(double.NaN);
        ProbeFactory.Create(foreign, plan with { MetricsOff = true }).Should().NotContain(probe => probe is MetricsProbe);
    }

    private static async Task<double> QueueAsync(IReadOnlyList<IProbe> probes)
    {
        var length = (await SampleAsync(probes.OfType<RedisProbe>().Single()))[MeasureNames.QueueLength];
        foreach (var probe in probes)
            await probe.DisposeAsync();
        return length;
    }

    private async Task<IStack> StartAsync(string postgres, string? redis = null) => await new ExternalStackProvider().StartAsync(
        new StackPlan { Kind = "external", External = new ExternalStackPlan { BaseUrl = fixture.Stack.BaseAddress, Postgres = postgres, Redis = redis ?? fixture.Stack.RedisConfiguration } },
        1, s_silent, CancellationToken.None);

    private async Task RunAsync(string sql)
    {
        var builder = new NpgsqlConnectionStringBuilder(fixture.Stack.PostgresConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in sql.Split("; "))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static double Number(IReadOnlyDictionary<string, string> facts, string key) => double.Parse(facts[key], System.Globalization.CultureInfo.InvariantCulture);
}
