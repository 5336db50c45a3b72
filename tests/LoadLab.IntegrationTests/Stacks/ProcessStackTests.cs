using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.IntegrationTests.Stacks;

public sealed class ProcessStackTests
{
    [Fact]
    public async Task A_stack_comes_up_answers_and_leaves_nothing()
    {
        var stack = await TestStack.StartAsync();
        using var client = new HttpClient();

        var answer = await client.GetAsync(new Uri(stack.BaseAddress, "health/ready"));
        var dead = stack.FindDead();
        await stack.DisposeAsync();
        await stack.DisposeAsync();

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        stack.BaseAddress.IsLoopback.Should().BeTrue();
        stack.MetricsAddress.Should().Be(new Uri(stack.BaseAddress, "metrics"));
        stack.Processes.Keys.Should().Equal(TestStack.AndMail("api", "postgres", "redis"));
        dead.Should().BeEmpty();
        TestStack.IsGone(stack).Should().BeTrue();
    }

    [Fact]
    public async Task The_fingerprint_holds_the_settings_in_effect()
    {
        var plan = TestStack.Plan with
        {
            Nice = 7,
            Postgres = new Dictionary<string, string> { ["max_connections"] = "77", ["work_mem"] = "5MB", ["deadlock_timeout"] = "900ms" },
            Redis = new Dictionary<string, string> { ["maxmemory"] = "32mb", ["save"] = "3600 1" },
            Lms = new LmsPlan { PoolSize = 9, Delay = TimeSpan.FromMilliseconds(700) },
        };
        await using var stack = await TestStack.StartAsync(plan);

        var fingerprint = stack.Fingerprint;

        fingerprint["stack.kind"].Should().Be("processes");
        fingerprint["network.path"].Should().Be("loopback");
        fingerprint["stack.nice"].Should().Be("7");
        stack.Processes.Values.Should().OnlyContain(id => Niceness.InEffect(id) == 7);
        var backend = (int)(await ExecuteAsync(stack, "SELECT pg_backend_pid()"))!;
        (await TestStack.Eventually(() => Niceness.InEffect(backend) == 7)).Should().BeTrue("what Postgres forks is of the stack too");
        fingerprint["postgres.version"].Should().MatchRegex("^[0-9]+");
        fingerprint["postgres.fsync"].Should().Be("on");
        fingerprint["postgres.synchronous_commit"].Should().Be("on");
        fingerprint["postgres.full_page_writes"].Should().Be("on");
        fingerprint["postgres.shared_buffers"].Should().Be("256MB");
        fingerprint["postgres.max_connections"].Should().Be("77");
        fingerprint["postgres.work_mem"].Should().Be("5MB");
        fingerprint["postgres.deadlock_timeout"].Should().Be("900ms");
        fingerprint["redis.version"].Should().MatchRegex("^[0-9]+");
        fingerprint["redis.maxmemory"].Should().Be((32 * 1024 * 1024).ToString(CultureInfo.InvariantCulture));
        fingerprint["redis.maxmemory-policy"].Should().Be("noeviction");
        fingerprint["redis.save"].Should().Be("3600 1");
        fingerprint["lms.pool.size"].Should().Be("9");
        fingerprint["lms.delay"].Should().Be("00:00:00.7000000");
        double.Parse(fingerprint["disk.fsync.micros"], CultureInfo.InvariantCulture).Should().BePositive();
        fingerprint.Keys.Should().BeInAscendingOrder(StringComparer.Ordinal);
        fingerprint.Values.Should().NotContain(value => value.Contains("assword", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_stacks_at_once_do_not_see_each_other()
    {
        var both = await Task.WhenAll(TestStack.StartAsync(), TestStack.StartAsync());
        await using var first = both[0];
        await using var second = both[1];

        await ExecuteAsync(first, "CREATE TABLE only_in_first (id int)");
        using (var redis = await ConnectionMultiplexer.ConnectAsync(first.RedisConfiguration!))
            await redis.GetDatabase().StringSetAsync("only", "first");
        using var other = await ConnectionMultiplexer.ConnectAsync(second.RedisConfiguration!);

        first.DirectoryPath.Should().NotBe(second.DirectoryPath);
        first.Processes.Values.Should().NotIntersectWith(second.Processes.Values);
        (await ExecuteAsync(second, "SELECT to_regclass('only_in_first')::text")).Should().BeOfType<DBNull>();
        (await other.GetDatabase().KeyExistsAsync("only")).Should().BeFalse();
    }

    [Fact]
    public async Task A_server_that_ends_by_itself_is_found_with_its_log()
    {
        await using var stack = await TestStack.StartAsync();

        Native.Signal(stack.Processes["redis"], UnixSignal.Term);

        (await TestStack.Eventually(() => stack.FindDead().Count > 0)).Should().BeTrue();
        stack.FindDead().Should().ContainKey("redis").WhoseValue.Should().Contain("Redis is now ready to exit");
    }

    [Fact]
    public async Task Killing_a_stack_leaves_nothing_and_is_no_finding()
    {
        var stack = await TestStack.StartAsync(api: "stubborn-api");

        stack.KillNow();

        TestStack.IsGone(stack).Should().BeTrue();
        stack.FindDead().Should().BeEmpty();
        await stack.DisposeAsync();
        stack.KillNow();
    }

    [Fact]
    public async Task An_api_that_ignores_sigterm_is_killed_on_dispose()
    {
        var stack = await TestStack.StartAsync(api: "stubborn-api");

        await stack.DisposeAsync();

        TestStack.IsGone(stack).Should().BeTrue();
    }

    [Fact]
    public async Task A_setting_that_postgres_refuses_fails_with_the_lines_of_its_log()
    {
        var lines = new List<string>();
        var plan = TestStack.Plan with { Postgres = new Dictionary<string, string> { ["wal_level"] = "sometimes" } };

        var start = () => TestStack.Provider().StartAsync(plan, 1, new Lines(lines), CancellationToken.None);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Message.Should().Contain("postgres: it ended with exit code 1 before it was ready").And.Contain("invalid value for parameter \"wal_level\": \"sometimes\"");
        fault.Hint.Should().Contain("stack.postgres");
        Directory.Exists(lines[0].Split(' ')[^1]).Should().BeFalse();
    }

    [Fact]
    public async Task Two_servers_that_fail_are_told_at_once()
    {
        var plan = TestStack.Plan with
        {
            Postgres = new Dictionary<string, string> { ["wal_level"] = "sometimes" },
            Redis = new Dictionary<string, string> { ["maxmemory-policy"] = "forgetful" },
        };

        var start = () => TestStack.StartAsync(plan);

        (await start.Should().ThrowAsync<LoadLabException>()).Which.Faults.Should().HaveCount(2)
            .And.Contain(fault => fault.Contains("wal_level", StringComparison.Ordinal))
            .And.Contain(fault => fault.Contains("maxmemory-policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_api_that_ends_early_fails_with_its_lines_and_takes_the_servers_along()
    {
        var lines = new List<string>();
        var provider = new ProcessStackProvider(new ApiCommand(TestStack.Dotnet, [TestStack.Assembly, "broken-api"], AppContext.BaseDirectory),
            NativeTools.OfThisMachine(), TimeProvider.System, StartLimits.Default, StackRoot.Candidates());

        var start = () => provider.StartAsync(TestStack.Plan, 1, new Lines(lines), CancellationToken.None);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.Message.Should().Contain("api: it ended with exit code 104 before it was ready").And.Contain("Lms:Pool:Size: 0 is below 1.");
        var directory = lines[0].Split(' ')[^1];
        Directory.Exists(directory).Should().BeFalse();
        ProcessTable.WorkingUnder(directory).Should().BeEmpty();
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    public async Task A_fixed_port_that_is_taken_is_a_clear_fault(string role)
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var settings = new Dictionary<string, string> { ["port"] = port };
        var plan = role == "postgres" ? TestStack.Plan with { Postgres = settings } : TestStack.Plan with { Redis = settings };

        var start = () => TestStack.StartAsync(plan);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.Message.Should().Be($"Stack 'processes', {role}: port {port} on 127.0.0.1 is taken.");
        fault.Hint.Should().Contain($"stack.{role}.port");
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_nothing()
    {
        var lines = new List<string>();
        using var cancel = new CancellationTokenSource();

        // The first line comes when the directory is there and the servers are about to start.
        var start = () => TestStack.Provider().StartAsync(TestStack.Plan, 1, new Lines(lines, cancel.Cancel), cancel.Token);

        await start.Should().ThrowAsync<OperationCanceledException>();
        var directory = lines[0].Split(' ')[^1];
        Directory.Exists(directory).Should().BeFalse();
        ProcessTable.WorkingUnder(directory).Should().BeEmpty();
    }

    [Fact]
    public async Task Killing_the_provider_ends_a_start_in_the_middle()
    {
        var provider = TestStack.Provider();
        var lines = new List<string>();

        var start = () => provider.StartAsync(TestStack.Plan, 1, new Lines(lines, provider.KillNow), CancellationToken.None);

        await start.Should().ThrowAsync<OperationCanceledException>();
        var directory = lines[0].Split(' ')[^1];
        Directory.Exists(directory).Should().BeFalse();
        ProcessTable.WorkingUnder(directory).Should().BeEmpty();
    }

    [Fact]
    public async Task Children_have_a_session_of_their_own_so_that_control_c_passes_them_by()
    {
        await using var stack = await TestStack.StartAsync();

        var sessions = stack.Processes.Values.Select(Session).ToList();

        sessions.Should().Equal(stack.Processes.Values);
        sessions.Should().NotContain(Session(Environment.ProcessId));
    }

    internal static async Task<object?> ExecuteAsync(ProcessStack stack, string sql)
    {
        await using var connection = new NpgsqlConnection(stack.PostgresConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    // The sixth field of /proc/<pid>/stat; the names of these processes hold no blank.
    private static int Session(int processId) =>
        int.Parse(File.ReadAllText($"/proc/{processId}/stat").Split(") ")[1].Split(' ')[3], CultureInfo.InvariantCulture);

    private sealed class Lines(List<string> lines, Action? onFirst = null) : IProgress<string>
    {
        public void Report(string value)
        {
            if (!value.StartsWith("starting", StringComparison.Ordinal))
                return;
            lines.Add(value);
            onFirst?.Invoke();
        }
    }
}
