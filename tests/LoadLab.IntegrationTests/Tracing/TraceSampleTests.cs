using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;

namespace LoadLab.IntegrationTests.Tracing;

/// <summary>The header <c>traceparent</c> of a scenario's requests, as a real server receives it, and what the run lists of them.</summary>
public sealed class TraceSampleTests
{
    private const string OwnId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Every_listed_id_was_received_and_the_slow_ones_are_those_that_the_server_delayed()
    {
        await using var server = await TracedServer.StartAsync();

        // Every fiftieth iteration is slow on the server's side; half of the requests are sampled.
        var run = await RunAsync(server, 0.5, Closed(4, 400), async context =>
        {
            var isSlow = context.IterationNumber % 50 == 7;
            await Step.Run("look", context, () => GetAsync(context, "/look"));
            return await Step.Run("buy", context, () => GetAsync(context, isSlow ? "/buy?delay=300" : "/buy"));
        });

        var traces = run.Phase.Traces!;
        var received = server.ByTraceId;
        traces.Sampled.Should().Be(received.Count).And.Be(server.Seen.Count(seen => seen.TraceParent is not null));
        traces.Own.Should().Be(0);
        traces.Slowest.Should().OnlyContain(trace => received.Contains(trace.TraceId) && received[trace.TraceId].Single().Path == "/" + trace.Step && trace.ServiceMs >= received[trace.TraceId].Single().DelayMs - TracedServer.TimerMs);
        traces.Slowest.Should().OnlyContain(trace => trace.Status == "200" && trace.Until == SlowTrace.WholeAnswer && trace.Scenario == "s" && trace.Second >= 0);
        traces.Slowest.Select(trace => trace.ServiceMs).Should().BeInDescendingOrder();
        traces.Slowest.Count.Should().BeInRange(PhaseTraces.MostOfAll, PhaseTraces.MostOfAll + (2 * PhaseTraces.MostOfStep));
        traces.Slowest.Count(trace => trace.Step == "look").Should().BeGreaterThanOrEqualTo(PhaseTraces.MostOfStep, "a fast step has its slowest, too");
        var delayed = received.Where(one => one.Single().DelayMs > 0).Select(one => one.Key).ToList();
        delayed.Should().NotBeEmpty();
        traces.Slowest.Select(trace => trace.TraceId).Should().Contain(delayed);
        server.Seen.Where(seen => seen.TraceParent is not null).Should().OnlyContain(seen => System.Text.RegularExpressions.Regex.IsMatch(seen.TraceParent!, "^00-[0-9a-f]{32}-[0-9a-f]{16}-01$"));
    }

    [Fact]
    public async Task Nothing_is_sent_and_nothing_listed_when_it_is_off()
    {
        await using var server = await TracedServer.StartAsync();
        var run = await RunAsync(server, 0, Closed(2, 100), context => AnyAsync(GetAsync(context, "/")));

        server.Seen.Should().HaveCount(100).And.OnlyContain(seen => seen.TraceParent == null);
        run.Phase.Traces.Should().BeNull();
    }

    [Fact]
    public async Task The_share_is_that_of_the_plan()
    {
        const int Requests = 3000;
        const double Ratio = 0.1;
        await using var server = await TracedServer.StartAsync();
        await RunAsync(server, Ratio, Closed(8, Requests), context => AnyAsync(GetAsync(context, "/")));

        // Five standard deviations of a binomial number on either side.
        var sampled = server.Seen.Count(seen => seen.TraceParent is not null);
        sampled.Should().BeCloseTo((int)(Requests * Ratio), (uint)(5 * Math.Sqrt(Requests * Ratio * (1 - Ratio))));
        server.ByTraceId.Should().HaveCount(sampled, "no two requests have one id");
    }

    [Fact]
    public async Task The_same_seed_samples_the_same_requests_over_shared_connections()
    {
        var plan = EngineHarness.Open(EngineHarness.Measured(Simulation.IterationsForInject(200, TimeSpan.FromSeconds(1), 300)));
        async Task<List<string>> SampledAsync()
        {
            await using var server = await TracedServer.StartAsync();
            await RunAsync(server, 0.2, plan, context => AnyAsync(GetAsync(context, $"/{context.IterationNumber}")));
            server.Seen.Should().HaveCount(300);
            return [.. server.Seen.Where(seen => seen.TraceParent is not null).Select(seen => seen.Path).Order(StringComparer.Ordinal)];
        }

        var first = await SampledAsync();
        (await SampledAsync()).Should().Equal(first);
        first.Should().NotBeEmpty().And.HaveCountLessThan(300);
    }

    [Fact]
    public async Task A_header_of_the_scenarios_own_stays_and_its_trace_is_listed()
    {
        await using var server = await TracedServer.StartAsync();
        var iterations = 0;
        var run = await RunAsync(server, 1, Closed(1, 4), async context =>
        {
            var header = iterations++ switch { 0 => $"00-{OwnId}-00f067aa0ba902b7-01", 1 => $"00-{OwnId[..31]}0-00f067aa0ba902b7-00", 2 => "no trace", _ => null };
            using var request = Http.CreateRequest("GET", "/");
            return await AnyAsync(Http.Send(context.HttpClient, header is null ? request : request.WithHeader("traceparent", header), context.CancellationToken));
        });

        server.Seen.Take(3).Select(seen => seen.TraceParent).Should().Equal($"00-{OwnId}-00f067aa0ba902b7-01", $"00-{OwnId[..31]}0-00f067aa0ba902b7-00", "no trace");
        run.Phase.Traces.Should().Match<PhaseTraces>(traces => traces.Own == 1 && traces.Sampled == 1);
        run.Phase.Traces!.Slowest.Select(trace => trace.TraceId).Should().BeEquivalentTo([OwnId, server.Seen.Last().TraceParent!.Split('-')[1]]);
    }

    [Fact]
    public async Task A_message_that_is_sent_again_is_another_request()
    {
        await using var server = await TracedServer.StartAsync();
        var run = await RunAsync(server, 1, Closed(1, 1), async context =>
        {
            using var request = Http.CreateRequest("GET", "/");
            await Http.Send(context.HttpClient, request, context.CancellationToken);
            return await AnyAsync(Http.Send(context.HttpClient, request, context.CancellationToken));
        });

        server.ByTraceId.Should().HaveCount(2);
        run.Phase.Traces.Should().Match<PhaseTraces>(traces => traces.Own == 0 && traces.Sampled == 2);
    }

    [Fact]
    public async Task Of_steps_that_run_at_once_no_step_is_guessed()
    {
        await using var server = await TracedServer.StartAsync();
        var run = await RunAsync(server, 1, Closed(1, 1), async context =>
        {
            await Task.WhenAll(
                Step.Run("a", context, async () => await After(context, 50, "/a")),
                Step.Run("b", context, async () => await After(context, 100, "/b")));
            return await Step.Run("c", context, () => GetAsync(context, "/c"));
        });

        run.Phase.Traces!.Slowest.Select(trace => (server.ByTraceId[trace.TraceId].Single().Path, trace.Step)).Should().BeEquivalentTo([("/a", (string?)null), ("/b", null), ("/c", "c")]);
    }

    [Fact]
    public async Task What_is_not_read_by_LoadLab_is_timed_to_its_head_and_what_the_end_cut_off_says_so()
    {
        await using var server = await TracedServer.StartAsync();
        var run = await RunAsync(server, 1, EngineHarness.Closed(EngineHarness.Measured(Simulation.KeepConstant(2, TimeSpan.FromSeconds(1)))) with { MaxVirtualUsers = 2, Drain = TimeSpan.FromMilliseconds(300) }, async context =>
        {
            if (context.ScenarioInfo.InstanceNumber == 0)
            {
                await context.HttpClient.GetStringAsync("/plain", context.CancellationToken);
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return Response.Ok();
            }

            return await AnyAsync(GetAsync(context, "/hangs?delay=60000"));
        });

        run.Phase.Traces!.Slowest.Select(trace => (server.ByTraceId[trace.TraceId].Single().Path, trace.Status, trace.Until)).Should()
            .BeEquivalentTo([("/plain", "200", SlowTrace.Head), ("/hangs", SlowTrace.CutOff, SlowTrace.WholeAnswer)]);
    }

    [Fact]
    public async Task The_warm_up_carries_the_header_and_is_not_listed()
    {
        await using var server = await TracedServer.StartAsync();
        var half = TimeSpan.FromSeconds(0.5);
        var phase = EngineHarness.Closed(new LoadSegment(Simulation.KeepConstant(2, half), Measured: false), EngineHarness.Measured(Simulation.KeepConstant(2, half))) with { MaxVirtualUsers = 2 };
        var run = await RunAsync(server, 1, phase, context => AnyAsync(GetAsync(context, "/?delay=5")));

        server.Seen.Should().OnlyContain(seen => seen.TraceParent != null);
        server.Seen.Count.Should().Be((int)run.Phase.Whole.Ok).And.BeGreaterThan((int)run.Phase.Measured.Ok);
        run.Phase.Traces!.Sampled.Should().Be(run.Phase.Measured.Ok).And.BePositive();
        run.Phase.Traces.Slowest.Should().NotBeEmpty().And.OnlyContain(trace => trace.Second >= run.Phase.MeasureStartSecond - 0.001);
    }

    private static PhasePlan Closed(int users, int iterations) => EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(users, iterations))) with { MaxVirtualUsers = users };

    private static Task<Response<HttpResponseMessage>> GetAsync(IScenarioContext context, string path) => Http.Send(context.HttpClient, Http.CreateRequest("GET", path), context.CancellationToken);

    private static async Task<Response<HttpResponseMessage>> After(IScenarioContext context, int milliseconds, string path)
    {
        await Task.Delay(milliseconds, context.CancellationToken);
        return await GetAsync(context, path);
    }

    private static async Task<IResponse> AnyAsync(Task<Response<HttpResponseMessage>> sending) => await sending;

    private static Task<EngineHarness> RunAsync(TracedServer server, double ratio, PhasePlan phase, Func<IScenarioContext, Task<IResponse>> run) => EngineHarness.RunAsync(
        new RunPlan
        {
            Suite = "test",
            Seed = 42,
            ScenarioAssembly = "test",
            Stack = new StackPlan { Kind = "external" },
            Catalogue = "none",
            Phases = [phase],
            TraceSample = ratio,
        },
        [Scenario.Create("s", run)],
        server.Address);
}
