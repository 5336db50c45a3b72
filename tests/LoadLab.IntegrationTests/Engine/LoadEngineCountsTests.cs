using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Sdk;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>What is counted, however fast the machine is.</summary>
public sealed class LoadEngineCountsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Open_load_starts_every_arrival_and_leaves_the_ramp_out()
    {
        await using var server = await StubServer.StartAsync();
        var phase = Open(
            new LoadSegment(Simulation.RampingInject(200, Second, Second), Measured: false),
            Measured(Simulation.Inject(200, Second, 3 * Second)));

        var run = await RunAsync(phase, Get, server.Address);

        run.Phase.Whole.Scheduled.Should().Be(700);
        run.Phase.Measured.Scheduled.Should().Be(600);
        run.Phase.Measured.Ok.Should().Be(600);
        run.Phase.Measured.Dropped.Should().Be(0);
        server.Arrivals.Should().HaveCount(700);
        run.Response().TotalCount.Should().Be(600);
        run.Response("get").TotalCount.Should().Be(600);
        run.Phase.StatusCodes["s/get"].Should().Equal(new Dictionary<string, long> { ["200"] = 600 });
        run.Result.Outcome.Should().Be(RunOutcome.Completed);
    }

    [Fact]
    public async Task Failures_are_counted_by_their_class_and_never_end_the_run()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            var kind = context.Request.Path.Value;
            context.Response.StatusCode = kind == "/500" ? 500 : kind == "/404" ? 404 : 200;
            if (kind == "/reset")
            {
                context.Abort();
            }

            return kind == "/slow" ? Task.Delay(60_000, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default) : Task.CompletedTask;
        });
        var phase = Open(Measured(Simulation.IterationsForInject(200, Second, 90))) with { RequestTimeout = 3 * Second };

        var run = await RunAsync(phase, async context => (context.IterationNumber % 9) switch
        {
            0 => await Http.Send(context.HttpClient, Http.CreateRequest("GET", "/500"), context.CancellationToken),
            1 => await Http.Send(context.HttpClient, Http.CreateRequest("GET", "/404"), context.CancellationToken),
            2 => await Http.Send(context.HttpClient, Http.CreateRequest("GET", "/reset"), context.CancellationToken),
            3 => await Http.Send(context.HttpClient, Http.CreateRequest("GET", "/slow"), context.CancellationToken),
            4 => await Http.Send(context.HttpClient, Http.CreateRequest("GET", "http://127.0.0.1:1/"), context.CancellationToken),
            5 => Response.Fail(message: "not what was asked for"),
            6 => throw new InvalidOperationException("a fault of the scenario"),
            7 => null!,
            _ => Response.Ok(),
        }, server.Address);

        run.Phase.Measured.Failed.Should().Be(80);
        run.Phase.Measured.Ok.Should().Be(10);
        string[] classes =
        [
            ResultClasses.Status5xx, ResultClasses.StatusOther, ResultClasses.Reset, ResultClasses.Timeout, ResultClasses.Refused, ResultClasses.Check,
        ];
        foreach (var resultClass in classes)
        {
            run.Response(resultClass: resultClass).TotalCount.Should().Be(10, resultClass);
        }

        run.Response(resultClass: ResultClasses.Exception).TotalCount.Should().Be(20);
        run.Phase.FailureSamples["s/*/exception"].Should().NotBeEmpty();
        run.Phase.FailureSamples["s/*/refused"].Should().Contain("refused");
    }

    private static async Task<IResponse> Get(IScenarioContext context) =>
        await Step.Run("get", context, () => Http.Send(context.HttpClient, Http.CreateRequest("GET", "/"), context.CancellationToken));
}
