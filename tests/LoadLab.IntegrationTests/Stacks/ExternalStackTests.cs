using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Stacks.External;

namespace LoadLab.IntegrationTests.Stacks;

public sealed class ExternalStackTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private static readonly IProgress<string> s_silent = new Progress<string>();

    [Fact]
    public async Task A_stack_that_answers_is_taken_as_it_is_and_left_alone()
    {
        var plan = Plan(fixture.Stack.BaseAddress, fixture.Stack.PostgresConnectionString, fixture.Stack.RedisConfiguration);

        var stack = await new ExternalStackProvider().StartAsync(plan, 1, s_silent, CancellationToken.None);
        await stack.DisposeAsync();

        stack.BaseAddress.Should().Be(fixture.Stack.BaseAddress);
        stack.Processes.Should().BeEmpty();
        stack.Fingerprint["stack.kind"].Should().Be("external");
        stack.Fingerprint["postgres.fsync"].Should().Be("on");
        stack.Fingerprint["redis.version"].Should().Be(fixture.Stack.Fingerprint["redis.version"]);
        fixture.Stack.FindDead().Should().BeEmpty();
    }

    [Fact]
    public async Task Everything_that_does_not_answer_is_told_at_once_and_no_secret_is_shown()
    {
        var plan = Plan(new Uri("http://someone:hidden1@127.0.0.1:1/"), "Host=127.0.0.1;Port=1;Username=u;Password=hidden2;Database=d", "127.0.0.1:1,password=hidden3");

        var start = () => new ExternalStackProvider().StartAsync(plan, 1, s_silent, CancellationToken.None);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().HaveCount(3);
        fault.Faults[0].Should().StartWith("stack.external.baseUrl: http://127.0.0.1:1/ does not answer");
        fault.Faults[1].Should().StartWith("stack.external.postgres: 127.0.0.1:1/d cannot be used");
        fault.Faults[2].Should().StartWith("stack.external.redis: 127.0.0.1:1 cannot be used");
        fault.ToString().Should().NotContain("hidden");
    }

    [Fact]
    public async Task Connection_strings_that_cannot_be_read_are_faults_without_their_text()
    {
        var plan = Plan(fixture.Stack.BaseAddress, "Host=h;Pass word=hidden;;nonsense=hidden", "127.0.0.1:1,pasword=hidden");

        var start = () => new ExternalStackProvider().StartAsync(plan, 1, s_silent, CancellationToken.None);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.Faults.Should().HaveCount(2);
        fault.ToString().Should().NotContain("hidden");
    }

    private static StackPlan Plan(Uri baseUrl, string? postgres, string? redis) =>
        new() { Kind = "external", External = new ExternalStackPlan { BaseUrl = baseUrl, Postgres = postgres, Redis = redis } };
}
