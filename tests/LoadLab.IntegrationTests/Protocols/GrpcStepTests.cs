using Grpc.Core;
using Grpc.Health.V1;
using LoadLab.Core.Measurement;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Sdk;
using LoadLab.Sdk.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadLab.IntegrationTests.Protocols;

/// <summary>Against a real gRPC server of ASP.NET Core, whose health service answers, fails, hangs and breaks off as it is asked.</summary>
public sealed class GrpcStepTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private Uri _address = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        _app = builder.Build();
        _app.MapGrpcService<FaultyHealth>();
        await _app.StartAsync();
        _address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_call_is_a_step_and_its_connection_is_counted()
    {
        var run = await RunAsync(async (context, client) => await GrpcSteps.Call("check", context, options => client.CheckAsync(Asking(""), options)));

        run.Phase.Failures.Should().BeEmpty();
        run.Phase.StatusCodes["s/check"].Should().Equal(new Dictionary<string, long> { ["OK"] = 1 });
        run.Phase.Connections.Should().BeEquivalentTo(new { Connects = 1L, Requests = 1L });
    }

    [Theory]
    [InlineData("missing", "NotFound", ResultClasses.StatusOther, "no such service")]
    [InlineData("full", "ResourceExhausted", ResultClasses.StatusOther, "too many")]
    [InlineData("hang", "DeadlineExceeded", ResultClasses.Timeout, "")]
    [InlineData("throw", "Unknown", ResultClasses.StatusOther, "Exception was thrown by handler.")]
    public async Task A_status_that_is_not_OK_is_a_failure_under_its_name(string service, string code, string resultClass, string message)
    {
        var run = await RunAsync(async (context, client) => await GrpcSteps.Call("check", context, options => client.CheckAsync(Asking(service), options)));

        run.Phase.Failures.Where(failure => failure.Step == "check").Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = code, Class = resultClass, Message = message });
        run.Phase.Measured.Failed.Should().Be(1);
    }

    [Fact]
    public async Task A_connection_that_is_lost_under_a_call_is_a_failure_and_the_call_is_not_sent_again()
    {
        FaultyHealth.Dropped = 0;
        var run = await RunAsync(async (context, client) => await GrpcSteps.Call("check", context, options => client.CheckAsync(Asking("drop"), options)));

        run.Phase.Failures.Where(failure => failure.Step == "check").Should().ContainSingle().Which.Class.Should().BeOneOf(ResultClasses.Reset, ResultClasses.Protocol);
        FaultyHealth.Dropped.Should().Be(1);
    }

    [Fact]
    public async Task A_stream_is_timed_to_its_first_message_and_to_its_end()
    {
        var count = 0;
        var run = await RunAsync(async (context, client) =>
        {
            var response = await GrpcSteps.Stream("watch", context, options => client.Watch(Asking("three"), options));
            count = response.Payload.Value;
            return response;
        });

        count.Should().Be(3);
        run.Phase.Failures.Should().BeEmpty();
        run.Response("watch").MaxMicros.Should().BeGreaterThanOrEqualTo(190_000).And.BeGreaterThan(run.Response("watch (first message)").MaxMicros);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_a_failure_that_says_after_how_many_messages()
    {
        var run = await RunAsync(async (context, client) => await GrpcSteps.Stream("watch", context, options => client.Watch(Asking("breaks"), options)));

        run.Phase.Failures.Where(failure => failure.Step == "watch").Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "DataLoss", Message = "lost it (after 1 messages)" });
        run.Phase.StatusCodes["s/watch (first message)"].Should().Equal(new Dictionary<string, long> { ["OK"] = 1 });
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_refused()
    {
        await _app.StopAsync();
        var run = await RunAsync(async (context, client) => await GrpcSteps.Call("check", context, options => client.CheckAsync(Asking(""), options)));

        run.Phase.Failures.Where(failure => failure.Step == "check").Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "Unavailable", Class = ResultClasses.Refused });
    }

    private static HealthCheckRequest Asking(string service) => new() { Service = service };

    private Task<EngineHarness> RunAsync(Func<IScenarioContext, Health.HealthClient, Task<IResponse>> run) => EngineHarness.RunAsync(
        EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 1))) with { RequestTimeout = TimeSpan.FromSeconds(2) },
        context => run(context, new Health.HealthClient(GrpcSteps.Channel(context))), _address);

    private sealed class FaultyHealth : Health.HealthBase
    {
        private static int s_dropped;

        public static int Dropped
        {
            get => Volatile.Read(ref s_dropped);
            set => Volatile.Write(ref s_dropped, value);
        }

        public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
        {
            switch (request.Service)
            {
                case "missing":
                    throw new RpcException(new Status(StatusCode.NotFound, "no such service"));
                case "full":
                    throw new RpcException(new Status(StatusCode.ResourceExhausted, "too many"));
                case "throw":
                    throw new InvalidOperationException("a fault of the server's own");
                case "hang":
                    await Task.Delay(TimeSpan.FromMinutes(1), context.CancellationToken);
                    break;
                case "drop":
                    Interlocked.Increment(ref s_dropped);
                    context.GetHttpContext().Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()?.Abort();
                    context.GetHttpContext().Abort();
                    break;
            }

            return new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving };
        }

        public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
        {
            for (var at = 0; at < 3; at++)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving });
                if (request.Service == "breaks")
                {
                    throw new RpcException(new Status(StatusCode.DataLoss, "lost it"));
                }

                await Task.Delay(100, context.CancellationToken);
            }
        }
    }
}
