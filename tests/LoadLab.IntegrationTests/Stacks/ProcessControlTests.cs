using LoadLab.Core;
using LoadLab.IntegrationTests.Stacks.Contract;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Processes;
using Npgsql;

namespace LoadLab.IntegrationTests.Stacks;

public sealed class ProcessControlTests
{
    [Fact]
    public async Task Can_be_broken_and_mended_and_a_restarted_part_that_ends_by_itself_is_found_with_its_log()
    {
        await using var stack = await TestStack.StartAsync();
        var before = stack.Processes["redis"];

        await StackContract.CanBeBrokenAndMendedAsync(stack);
        await stack.Control!.StopAsync("redis", CancellationToken.None);
        TestStack.IsAlive(before).Should().BeFalse();
        await stack.Control.StartAsync("redis", CancellationToken.None);

        stack.Processes["redis"].Should().NotBe(before);
        (await TestStack.Eventually(() => LogOf(stack, "redis").Split("Ready to accept connections").Length > 2)).Should().BeTrue("the log of both lives is kept");
        Native.Signal(stack.Processes["redis"], UnixSignal.Term);
        (await TestStack.Eventually(() => stack.FindDead().Count > 0)).Should().BeTrue();
        stack.FindDead().Should().ContainKey("redis").WhoseValue.Should().Contain("Redis is now ready to exit");
    }

    [Fact]
    public async Task A_paused_postgres_freezes_with_all_its_backends_and_goes_on_with_the_same_connections()
    {
        await using var stack = await TestStack.StartAsync();
        await using var connection = new NpgsqlConnection(stack.PostgresConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        var backend = (int)(await command.ExecuteScalarAsync())!;

        await stack.Control!.PauseAsync("postgres", CancellationToken.None);
        var states = StatesOf(stack, "postgres");
        var answer = command.ExecuteScalarAsync();
        var repeated = () => stack.Control.PauseAsync("postgres", CancellationToken.None);
        (await repeated.Should().ThrowAsync<LoadLabException>()).Which.Message.Should().Be("Stack 'processes': cannot pause postgres: it is paused already.");
        await stack.Control.ResumeAsync("postgres", CancellationToken.None);

        states.Should().HaveCountGreaterThan(2).And.OnlyContain(state => state == 'T');
        (await answer).Should().Be(backend);
        stack.FindDead().Should().BeEmpty();
    }

    [Fact]
    public async Task A_stack_with_frozen_and_stopped_parts_leaves_nothing_not_even_shared_memory()
    {
        var stack = await TestStack.StartAsync();
        var postgres = stack.Processes["postgres"];
        var memory = SharedMemory.Parse(await File.ReadAllTextAsync($"/proc/{postgres}/maps"));

        await stack.Control!.PauseAsync("redis", CancellationToken.None);
        await stack.Control.PauseAsync("api", CancellationToken.None);
        await stack.Control.PauseAsync("postgres", CancellationToken.None);
        await stack.Control.StopAsync("postgres", CancellationToken.None);
        stack.Processes.Keys.Should().Equal(TestStack.AndMail("api", "redis"));
        stack.FindDead().Should().BeEmpty();
        await stack.DisposeAsync();

        TestStack.IsGone(stack).Should().BeTrue();
        TestStack.IsAlive(postgres).Should().BeFalse();
        memory.Segments.Should().NotBeEmpty();
        var left = (await File.ReadAllLinesAsync("/proc/sysvipc/shm")).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        left.Should().NotContain(memory.Segments.Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        memory.Files.Should().NotBeEmpty().And.NotContain(file => File.Exists(file));
    }

    [Fact]
    public async Task Killing_a_stack_with_a_frozen_postgres_leaves_nothing()
    {
        var stack = await TestStack.StartAsync();
        await stack.Control!.PauseAsync("postgres", CancellationToken.None);

        stack.KillNow();

        TestStack.IsGone(stack).Should().BeTrue();
        await stack.DisposeAsync();
    }

    [Fact]
    public async Task A_separate_worker_is_a_part_of_its_own()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Plan with { SeparateWorker = true });
        var before = stack.Processes["worker"];

        stack.Control!.Roles.Should().Equal(TestStack.AndMail("api", "postgres", "redis", "worker"));
        Setting(stack.Processes["api"], "Lms__Workers").Should().Be("0");
        Setting(before, "Lms__Workers").Should().Be("2");
        await stack.Control.StopAsync("worker", CancellationToken.None);
        await stack.Control.StartAsync("worker", CancellationToken.None);

        stack.Processes["worker"].Should().NotBe(before);
    }

    [Fact]
    public async Task Api_instances_answer_at_addresses_of_their_own_and_one_can_be_stopped()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Plan with { ApiInstances = 2 });
        using var client = new HttpClient();

        stack.Instances.Should().HaveCount(2).And.OnlyHaveUniqueItems().And.StartWith(stack.BaseAddress);
        stack.Processes.Keys.Should().Equal(TestStack.AndMail("api", "api-2", "postgres", "redis"));
        stack.Fingerprint["api.instances"].Should().Be("2");
        (Setting(stack.Processes["api"], "Lms__Workers"), Setting(stack.Processes["api-2"], "Lms__Workers")).Should().Be(("2", "0"));
        await stack.Control!.StopAsync("api-2", CancellationToken.None);

        (await client.GetAsync(new Uri(stack.Instances[0], "health/ready"))).IsSuccessStatusCode.Should().BeTrue();
        var refused = () => client.GetAsync(new Uri(stack.Instances[1], "health/ready"));
        await refused.Should().ThrowAsync<HttpRequestException>();
        await stack.Control.StartAsync("api-2", CancellationToken.None);
        stack.Processes.Should().ContainKey("api-2");
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_says_why()
    {
        await using var stack = await TestStack.StartAsync();
        var control = stack.Control!;
        var none = CancellationToken.None;

        await RefusedAsync(() => control.StopAsync("mysql", none), $"the stack has no part 'mysql'. It has: {string.Join(", ", TestStack.AndMail("api", "postgres", "redis"))}.");
        await RefusedAsync(() => control.StartAsync("redis", none), "cannot start redis: it was not stopped.");
        await RefusedAsync(() => control.ResumeAsync("redis", none), "cannot resume redis: it is not paused.");
        await control.StopAsync("redis", none);
        await RefusedAsync(() => control.StopAsync("redis", none), "cannot stop redis: it is stopped already.");
        await RefusedAsync(() => control.PauseAsync("redis", none), "cannot pause redis: it is stopped already.");

        static async Task RefusedAsync(Func<Task> act, string why)
        {
            var fault = (await act.Should().ThrowAsync<LoadLabException>()).Which;
            (fault.ExitCode, fault.Message, fault.Hint).Should().Be((ExitCode.BadConfiguration, "Stack 'processes': " + why, "Look at the suite's 'faults'."));
        }
    }

    private static string LogOf(ProcessStack stack, string role) => File.ReadAllText(Path.Combine(stack.DirectoryPath, role + ".log"));

    private static List<char> StatesOf(ProcessStack stack, string role) =>
        [.. ProcessTable.WorkingUnder(Path.Combine(stack.DirectoryPath, role)).Select(ProcessTable.Find).Select(found => found!.Value.State)];

    private static string Setting(int processId, string name) =>
        File.ReadAllText($"/proc/{processId}/environ").Split('\0').Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
