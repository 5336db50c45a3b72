using System.Net.Security;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Engine.Http;
using LoadLab.Engine.Messages;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Http;
using static LoadLab.IntegrationTests.Engine.EngineHarness;

namespace LoadLab.IntegrationTests.Engine;

public sealed class HttpScenarioTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Requests_arrive_as_they_were_asked_for_on_one_connection_a_user()
    {
        var bodies = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var server = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            bodies.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers["X-Test"]} {await reader.ReadToEndAsync()}");
            context.Response.StatusCode = 201;
            await context.Response.WriteAsync(new string('x', 100_000));
        });
        var target = new HttpTarget
        {
            Address = new Uri(server.Address, "/a?b=c"),
            Method = "POST",
            Headers = [new("X-Test", "yes")],
            Body = "{\"k\":1}"u8.ToArray(),
        };

        var (run, counts) = await Iterations(target, users: 4, iterations: 200);

        run.Phase.Measured.Ok.Should().Be(200);
        run.Phase.StatusCodes["http/*"].Should().Equal(new Dictionary<string, long> { ["201"] = 200 });
        bodies.Should().HaveCount(200).And.OnlyContain(body => body == "POST /a?b=c yes {\"k\":1}");
        counts.Should().Be(new ConnectionCounts(4, 0, 200));
    }

    [Theory]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", ResultClasses.Status5xx)]
    [InlineData("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ResultClasses.StatusOther)]
    [InlineData("garbage\r\n\r\n", ResultClasses.Protocol)]
    public async Task Answers_are_failures_of_their_class(string answer, string expected)
    {
        await using var server = RawServer.Answering(answer);

        await FailsAs(server.Address, expected);
    }

    [Fact]
    public async Task Truncated_body_is_a_reset()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", thenClose: true);

        await FailsAs(server.Address, ResultClasses.Reset);
    }

    [Fact]
    public async Task Server_that_closes_at_once_is_a_reset()
    {
        await using var server = new RawServer((_, _) => Task.CompletedTask);

        await FailsAs(server.Address, ResultClasses.Reset);
    }

    [Fact]
    public async Task Server_that_never_answers_is_a_timeout()
    {
        await using var server = new RawServer((_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));

        await FailsAs(server.Address, ResultClasses.Timeout, timeoutSeconds: 0.4);
    }

    [Fact]
    public async Task Server_that_trickles_is_a_timeout()
    {
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            foreach (var letter in "HTTP/1.1 200 OK\r\n" + new string(' ', 10_000))
            {
                await stream.WriteAsync(new[] { (byte)letter }, cancellationToken);
                await Task.Delay(50, cancellationToken);
            }
        });

        await FailsAs(server.Address, ResultClasses.Timeout, timeoutSeconds: 0.4);
    }

    [Fact]
    public async Task Nobody_there_is_refused()
    {
        await FailsAs(new Uri("http://127.0.0.1:1/"), ResultClasses.Refused);
    }

    [Fact]
    public async Task Name_that_does_not_resolve_is_refused()
    {
        await FailsAs(new Uri("http://no-such-host.invalid/"), ResultClasses.Refused);
    }

    [Fact]
    public async Task Answer_without_keep_alive_takes_a_connection_for_each_request()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", thenClose: true);

        var (run, counts) = await Iterations(new HttpTarget { Address = server.Address }, users: 3, iterations: 30);

        run.Phase.Measured.Ok.Should().Be(30);
        counts.Connects.Should().Be(30);
    }

    [Theory]
    [InlineData(true, ResultClasses.Ok)]
    [InlineData(false, ResultClasses.Refused)]
    public async Task Certificate_that_nobody_signed_is_refused_unless_told_otherwise(bool insecure, string expected)
    {
        using var certificate = Certificates.SelfSigned();
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
            var buffer = new byte[4096];
            while (await tls.ReadAsync(buffer, cancellationToken) > 0)
            {
                await tls.WriteAsync(System.Text.Encoding.Latin1.GetBytes(Ok), cancellationToken);
            }
        });
        var address = new UriBuilder(server.Address) { Scheme = "https" }.Uri;

        var (run, counts) = await Iterations(new HttpTarget { Address = address, Insecure = insecure }, users: 1, iterations: 5);

        run.Response(resultClass: expected).TotalCount.Should().Be(5);
        counts.TlsHandshakes.Should().Be(insecure ? 1 : 0);
    }

    /// <summary>Only a test of timeouts gives a short one: elsewhere a busy machine would turn each class into a timeout.</summary>
    private static async Task FailsAs(Uri address, string expected, double timeoutSeconds = 30)
    {
        var target = new HttpTarget { Address = address, Timeout = TimeSpan.FromSeconds(timeoutSeconds) };

        var (run, _) = await Iterations(target, users: 2, iterations: 6);

        run.Phase.Measured.Failed.Should().Be(6, "{0}", string.Join("; ", run.Phase.FailureSamples));
        run.Response(resultClass: expected).TotalCount.Should().Be(6, "{0}", string.Join("; ", run.Phase.FailureSamples));
        run.Phase.FailureSamples.Should().NotBeEmpty();
    }

    private static async Task<(EngineHarness Run, ConnectionCounts Counts)> Iterations(HttpTarget target, int users, long iterations)
    {
        using var http = new HttpScenario(target, TimeProvider.System);
        var phase = Closed(Measured(Simulation.IterationsForConstant(users, iterations))) with { Mix = [new ScenarioShare(HttpScenario.Name, 1)] };
        var run = await RunAsync([phase], [http.Props]);
        return (run, http.Counts);
    }
}
