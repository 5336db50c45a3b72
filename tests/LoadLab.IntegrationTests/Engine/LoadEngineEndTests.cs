using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>What is counted and how a run ends: nothing here depends on how fast the machine is, so other tests may run beside.</summary>
public sealed class LoadEngineEndTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>A time-bound closed phase ends by its plan, also when no user comes back: the drain begins at the end of the load, and then they are cut off.</summary>
    [Fact]
    public async Task A_closed_phase_drains_though_its_users_hang()
    {
        var phase = Closed(Measured(Simulation.KeepConstant(2, TimeSpan.FromMilliseconds(300)))) with { Drain = TimeSpan.FromMilliseconds(200) };

        var running = RunAsync(phase, async context =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return Response.Ok();
        });

        (await Task.WhenAny(running, Task.Delay(30 * Second))).Should().BeSameAs(running, "half a second of load and drain is long over");
        (await running).Phase.Whole.Interrupted.Should().Be(2);
    }

    [Fact]
    public async Task Stop_is_graceful_and_keeps_what_was_measured()
    {
        using var stop = new CancellationTokenSource();
        var started = 0;

        var run = await RunAsync(Closed(Measured(Simulation.KeepConstant(3, TimeSpan.FromMinutes(10)))) with { Pacing = TimeSpan.FromMilliseconds(10) }, async _ =>
        {
            if (Interlocked.Increment(ref started) == 100)
            {
                await stop.CancelAsync();
            }

            return Response.Ok();
        }, stop: stop.Token);

        run.Result.Outcome.Should().Be(RunOutcome.Interrupted);
        run.Phase.Measured.Ok.Should().Be(started).And.BeGreaterThanOrEqualTo(100);
    }

    [Fact]
    public async Task Scenario_can_stop_the_test_and_say_why()
    {
        var run = await RunAsync(Closed(Measured(Simulation.KeepConstant(1, TimeSpan.FromMinutes(10)))), context =>
        {
            if (context.InvocationNumber == 50)
            {
                context.StopCurrentTest("enough");
            }

            return Task.FromResult<IResponse>(Response.Ok());
        });

        run.Result.Outcome.Should().Be(RunOutcome.Stopped);
        run.Result.Reason.Should().Be("enough");
        run.Phase.Measured.Ok.Should().Be(50);
    }

    [Fact]
    public async Task Iterations_are_shared_by_the_users_and_each_is_run_once()
    {
        var numbers = new System.Collections.Concurrent.ConcurrentBag<long>();

        var isNearlyOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rows = DataFeed.Circular(Enumerable.Range(0, 1000));
        var seen = new System.Collections.Concurrent.ConcurrentBag<int>();

        var run = await RunAsync(Closed(Measured(Simulation.IterationsForConstant(7, 1000))), async context =>
        {
            numbers.Add(context.IterationNumber);
            seen.Add(rows.GetNextItem(context));
            if (numbers.Count >= 900)
            {
                isNearlyOver.TrySetResult();
            }

            // One user is slow, and the others do its share.
            await (context.ScenarioInfo.InstanceNumber == 0 ? isNearlyOver.Task : Task.CompletedTask);
            return Response.Ok();
        });

        run.Phase.Measured.Ok.Should().Be(1000);
        numbers.Order().Should().Equal(Enumerable.Range(0, 1000).Select(number => (long)number));
        seen.Order().Should().Equal(Enumerable.Range(0, 1000), "no row is left out, and none comes twice");
    }

    [Fact]
    public async Task Same_seed_gives_the_same_data_and_shards_are_parts_of_the_whole()
    {
        var phase = Open(Measured(Simulation.Poisson(300, Second, Second)));

        var whole = await Draw(ShardPlan.Whole);
        var again = await Draw(ShardPlan.Whole);
        var parts = (await Draw(new ShardPlan(0, 2))).Concat(await Draw(new ShardPlan(1, 2))).Order();

        again.Should().Equal(whole);
        parts.Should().Equal(whole);

        async Task<IReadOnlyList<(long, int)>> Draw(ShardPlan shard)
        {
            var drawn = new System.Collections.Concurrent.ConcurrentBag<(long, int)>();
            await RunAsync(phase, context =>
            {
                drawn.Add((context.IterationNumber, context.Random.Next()));
                return Task.FromResult<IResponse>(Response.Ok());
            }, shard: shard);
            return [.. drawn.Order()];
        }
    }

    [Fact]
    public async Task Init_that_throws_ends_with_its_own_exit_code_and_clean_still_runs()
    {
        var cleaned = false;
        var scenario = Scenario.Create("s", Get).WithInit(_ => throw new InvalidOperationException("no data")).WithClean(_ =>
        {
            cleaned = true;
            return Task.CompletedTask;
        });

        var run = () => RunAsync([Open(Measured(Simulation.Inject(1, Second, Second)))], [scenario]);

        (await run.Should().ThrowAsync<LoadLabException>().WithMessage("Scenario 's' failed in its init: no data")).Which.ExitCode.Should().Be(ExitCode.ScenarioInitFailed);
        cleaned.Should().BeTrue();
    }

    [Fact]
    public async Task Clean_that_throws_is_a_finding_and_what_was_measured_stands()
    {
        var scenario = Scenario.Create("s", Get).WithClean(_ => throw new InvalidOperationException("the orders are still there"));

        var run = await RunAsync([Open(Measured(Simulation.Inject(10, Second, Second)))], [scenario]);

        run.Result.Outcome.Should().Be(RunOutcome.Completed);
        run.Result.Findings.Should().ContainSingle(finding => finding.Check == "scenario-clean" && finding.Severity == FindingSeverity.Warning && finding.Seen.Contains("the orders are still there"));
    }

    private static async Task<IResponse> Get(IScenarioContext context) =>
        await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));
}
