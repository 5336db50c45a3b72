using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Http;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

[Collection(Measuring.Name)]
public sealed class LoadEngineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Closed_load_keeps_its_users_and_obeys_Littles_law()
    {
        await using var server = await StubServer.StartAsync(_ => Task.Delay(20));
        var phase = Closed(
            new LoadSegment(Simulation.RampingConstant(40, Second), Measured: false),
            Measured(Simulation.KeepConstant(40, 5 * Second))) with
        { ThinkTime = new ThinkTime(TimeSpan.FromMilliseconds(180), ThinkTimeDistribution.Exponential) };

        var run = await UndisturbedAsync(() => RunAsync(phase, Get, server.Address));

        run.Phase.Little.Users.Should().BeApproximately(40, 0.5);
        run.Phase.Little.Ratio.Should().BeApproximately(1, 0.02);
        run.Phase.Little.ThinkSeconds.Should().BeApproximately(0.18, 0.03);
        run.Phase.Connections.Connects.Should().Be(40);
    }

    [Fact]
    public async Task Users_that_start_thinking_offer_their_steady_rate_from_the_first_second_on()
    {
        await using var server = await StubServer.StartAsync();
        var phase = Closed(Measured(Simulation.KeepConstant(200, 3 * Second))) with { ThinkTime = new ThinkTime(2 * Second, ThinkTimeDistribution.Exponential), StartsThinking = true };

        var run = await UndisturbedAsync(() => RunAsync(phase, Get, server.Address));

        // 200 users that each make a request every 2 s make 300 in 3 s; had they all begun at once, it would be 200 more.
        run.Phase.Measured.Started.Should().BeInRange(230, 370);
        run.Phase.Little.Users.Should().BeApproximately(200, 2, "who thinks is there");
        run.Phase.Little.Ratio.Should().BeApproximately(1, 0.05);
    }

    [Fact]
    public async Task Stalled_target_costs_the_requests_that_should_have_started_meanwhile()
    {
        // All requests of the stall wait for its end, as arrivals did not: response times run from 0 to 1 s evenly.
        await using var server = await StubServer.StartAsync();
        var stallFrom = TimeSpan.FromSeconds(1);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        server.Handle = async _ =>
        {
            var left = 2 * Second - clock.Elapsed;
            if (clock.Elapsed > stallFrom && left > TimeSpan.Zero)
            {
                await Task.Delay(left);
            }
        };

        var run = await UndisturbedAsync(() =>
        {
            clock.Restart();
            return RunAsync(Open(Measured(Simulation.Inject(300, Second, 3 * Second))), Get, server.Address);
        });

        run.Phase.Measured.Ok.Should().Be(900);
        var response = run.Response();
        ((double)response.PercentileMicros(100)).Should().BeApproximately(1_000_000, 60_000);
        // A third of the arrivals fell into the stall, so the median of the waiting ones is at 1/3 · 1/2 from the top.
        ((double)response.PercentileMicros(100 * (1 - (1 / 6.0)))).Should().BeApproximately(500_000, 60_000);
    }

    [Fact]
    public async Task Arrival_beyond_the_maximum_of_users_is_dropped_and_counted()
    {
        await using var server = await StubServer.StartAsync(_ => Task.Delay(500));
        var phase = Open(Measured(Simulation.Inject(100, Second, Second))) with { MaxVirtualUsers = 5 };

        var run = await RunAsync(phase, Get, server.Address);

        run.Phase.Measured.Scheduled.Should().Be(100);
        run.Phase.Measured.Started.Should().BeInRange(5, 15);
        run.Phase.Measured.Dropped.Should().Be(100 - run.Phase.Measured.Started);
    }

    [Fact]
    public async Task Iteration_that_never_ends_is_cut_off_and_counted_as_interrupted()
    {
        var phase = Open(Measured(Simulation.IterationsForInject(100, Second, 20))) with { Drain = TimeSpan.FromMilliseconds(200) };

        var run = await RunAsync(phase, async context =>
        {
            // Half of them notice the cut-off, half of them never do.
            await Task.Delay(Timeout.Infinite, context.IterationNumber % 2 == 0 ? context.CancellationToken : CancellationToken.None);
            return Response.Ok();
        });

        run.Phase.Measured.Should().Be(new Counts(20, 20, 0, 0, 0, 20));
    }

    [Fact]
    public async Task Blocked_thread_pool_shows_as_lag_and_response_time_and_not_as_a_lower_rate()
    {
        // More iterations sleep than the pool has threads, and it makes no more meanwhile.
        ThreadPool.GetMaxThreads(out var most, out var completions);
        ThreadPool.GetMinThreads(out var least, out _);
        var threads = Math.Max(least, Environment.ProcessorCount);
        ThreadPool.SetMaxThreads(threads, completions).Should().BeTrue();
        EngineHarness run;
        try
        {
            run = await RunAsync(Open(Measured(Simulation.Inject(200, Second, 2 * Second))), context =>
            {
                if (context.IterationNumber < threads + 8)
                {
                    Thread.Sleep(1_000);
                }

                return Task.FromResult<IResponse>(Response.Ok());
            });
        }
        finally
        {
            ThreadPool.SetMaxThreads(most, completions);
        }

        run.Phase.Measured.Scheduled.Should().Be(400);
        run.Phase.Measured.Ok.Should().Be(400);
        run.Seconds.Max(second => second.Lag.MaxMicros).Should().BeGreaterThan(500_000);
        run.Health.Max(second => second.CanaryLateMs).Should().BeGreaterThan(300, "a byte over the sockets' threads waits as well");
        run.Response().MaxMicros.Should().BeGreaterThan(run.Service().MaxMicros);
    }

    [Fact]
    public async Task Phases_run_one_after_the_other_or_at_their_own_time()
    {
        var first = Open(Measured(Simulation.Inject(50, Second, Second))) with { Name = "first" };
        var second = Open(Measured(Simulation.Inject(50, Second, Second))) with { Name = "second" };
        var early = Open(Measured(Simulation.Inject(50, Second, Second))) with { Name = "early", StartAt = TimeSpan.FromMilliseconds(300) };

        var run = await RunAsync([first, early, second], [Scenario.Create("s", _ => Task.FromResult<IResponse>(Response.Ok()))]);

        var starts = run.Result.Phases.ToDictionary(phase => phase.Name, phase => phase.StartSecond);
        (starts["early"] - starts["first"]).Should().BeInRange(0.1, 0.9);
        starts["second"].Should().BeGreaterThanOrEqualTo(starts["early"] + 1);
    }

    [Fact]
    public async Task Health_is_sampled_each_second()
    {
        var run = await RunAsync(Open(Measured(Simulation.Inject(10, Second, 3 * Second))), _ => Task.FromResult<IResponse>(Response.Ok()));

        run.Health.Should().HaveCountGreaterThanOrEqualTo(2);
        run.Health.Should().OnlyContain(second => second.WorkingSetBytes > 1_000_000 && second.CanaryLateMs >= 0 && second.ProcessCpu >= 0);
    }

    private static async Task<IResponse> Get(IScenarioContext context) =>
        await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));
}
