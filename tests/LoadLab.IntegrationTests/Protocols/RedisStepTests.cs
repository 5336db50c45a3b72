using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.Outside;
using LoadLab.Sdk;
using LoadLab.Sdk.Redis;
using StackExchange.Redis;

namespace LoadLab.IntegrationTests.Protocols;

/// <summary>Against a real Redis.</summary>
public sealed class RedisStepTests : IDisposable
{
    private readonly RedisLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Commands_are_steps_and_errors_count_under_their_name()
    {
        var port = await _lab.StartAsync("--maxmemory", "8mb", "--maxmemory-policy", "noeviction");
        await using var connection = await RedisSteps.ConnectAsync($"127.0.0.1:{port}");

        var run = await RunAsync(async context =>
        {
            await RedisSteps.Run("put", context, connection, database => database.StringSetAsync("a", "1"));
            var read = await RedisSteps.Run("read", context, connection, database => database.StringGetAsync("a"));
            ((string?)read.Payload.Value).Should().Be("1");
            await RedisSteps.Run("wrong", context, connection, database => database.ListLengthAsync("a"));
            return await RedisSteps.Run("big", context, connection, async database =>
            {
                for (var at = 0; at < 150; at++)
                {
                    await database.StringSetAsync($"big:{at}", new string('x', 100_000));
                }

                return true;
            });
        });

        run.Phase.Failures.Where(failure => failure.Step != SeriesKey.WholeIteration).Select(failure => (failure.Step, failure.Class, failure.Code))
            .Should().BeEquivalentTo([("wrong", ResultClasses.StatusOther, "WRONGTYPE"), ("big", ResultClasses.StatusOther, "OOM")]);
    }

    [Fact]
    public async Task An_address_as_other_clients_write_it_is_one()
    {
        var port = await _lab.StartAsync("--requirepass", "s,cret");
        await using var connection = await RedisSteps.ConnectAsync($"redis://:s%2Ccret@127.0.0.1:{port}/1");

        var run = await RunAsync(async context => await RedisSteps.Run("put", context, connection, database => database.StringSetAsync("a", "1")));

        run.Phase.Failures.Should().BeEmpty();
        connection.GetDatabase().Database.Should().Be(1);
        await FluentActions.Awaiting(() => RedisSteps.ConnectAsync($"redis://127.0.0.1:{port}/one")).Should().ThrowAsync<ArgumentException>().WithMessage("*redis://host:6379/0, and not with 'one'*");
    }

    [Fact]
    public async Task A_server_that_goes_away_is_a_failure_at_once()
    {
        var port = await _lab.StartAsync();
        await using var connection = await RedisSteps.ConnectAsync($"127.0.0.1:{port},allowAdmin=true");
        connection.GetServers()[0].Shutdown(ShutdownMode.Never);
        while (connection.IsConnected)
        {
            await Task.Delay(20);
        }

        var run = await RunAsync(async context => await RedisSteps.Run("read", context, connection, database => database.StringGetAsync("a")));

        run.Phase.Failures.Where(failure => failure.Step == "read").Should().ContainSingle().Which.Class.Should().BeOneOf(ResultClasses.Reset, ResultClasses.Refused);
        run.Response("read", run.Phase.Failures[0].Class).TotalCount.Should().Be(1);
    }

    private static Task<EngineHarness> RunAsync(Func<IScenarioContext, Task<IResponse>> run) =>
        EngineHarness.RunAsync(EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 1))), run);
}
