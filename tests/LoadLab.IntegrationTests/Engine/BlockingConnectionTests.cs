using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using LoadLab.Core.Measurement;
using LoadLab.Engine.Clients;
using LoadLab.Engine.Connections;
using LoadLab.Engine.SelfTest;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>Connections whose calls wait on the calling thread: they say the same as the others, and end when they are told to.</summary>
public sealed class BlockingConnectionTests : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);

    private readonly ConnectionCounter _counter = new();
    private readonly EngineHandler _handler;
    private readonly HttpMessageInvoker _invoker;
    private readonly CancellationTokenSource _cutOff = new();

    public BlockingConnectionTests()
    {
        _handler = EngineHandler.Create(_counter, TimeProvider.System, 2);
        _invoker = new HttpMessageInvoker(_handler);
    }

    public void Dispose()
    {
        _invoker.Dispose();
        _cutOff.Dispose();
    }

    [Theory]
    [MemberData(nameof(Http1HandlerTests.Answers), MemberType = typeof(Http1HandlerTests))]
    public async Task Answers_are_read_as_by_the_other_connections(string method, string answer)
    {
        await using var server = RawServer.Answering(answer, thenClose: true);

        using var blocking = await SendAsync(new HttpRequestMessage(new HttpMethod(method), server.Address));
        using var other = await _handler.SendBufferedAsync(new HttpRequestMessage(new HttpMethod(method), server.Address), CancellationToken.None);

        blocking!.ToString().Should().Be(other.ToString());
        (await blocking.Content.ReadAsByteArrayAsync()).Should().Equal(await other.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [MemberData(nameof(Http1HandlerTests.Broken), MemberType = typeof(Http1HandlerTests))]
    public async Task Broken_answers_fail_as_with_the_other_connections(string answer, HttpRequestError error)
    {
        await using var server = RawServer.Answering(answer, thenClose: true);

        (await FluentActions.Awaiting(() => SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Address))).Should().ThrowAsync<HttpRequestException>()).Which.HttpRequestError.Should().Be(error);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("timeout")]
    [InlineData("cut-off")]
    [InlineData("dispose")]
    public async Task What_waits_for_an_answer_ends_and_the_server_sees_its_connection_closed(string by)
    {
        var asked = new SemaphoreSlim(0);
        var closed = new SemaphoreSlim(0);
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            await RawServer.ReadRequestAsync(stream, cancellationToken);
            asked.Release();
            try
            {
                (await stream.ReadAsync(new byte[1], cancellationToken)).Should().Be(0);
            }
            finally
            {
                closed.Release();
            }
        });
        using var token = new CancellationTokenSource();
        var sending = SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Address), by == "timeout" ? TimeSpan.FromMilliseconds(200) : Never, token.Token);
        await asked.WaitAsync();

        switch (by)
        {
            case "token":
                await token.CancelAsync();
                break;
            case "cut-off":
                await _cutOff.CancelAsync();
                break;
            case "dispose":
                _invoker.Dispose();
                break;
        }

        var fault = await FluentActions.Awaiting(() => sending).Should().ThrowAsync<Exception>();
        fault.Which.Should().BeAssignableTo(by switch { "timeout" => typeof(TimeoutException), "dispose" => typeof(HttpRequestException), _ => typeof(OperationCanceledException) });
        (await closed.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();
    }

    [Fact]
    public async Task What_waits_for_a_connection_that_nobody_accepts_ends()
    {
        // A queue of connections that is full lets the next ones wait.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(full.LocalEndPoint!);
        using var token = new CancellationTokenSource();
        var sending = SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://{full.LocalEndPoint}/"), Never, token.Token);
        await Task.WhenAny(sending, Task.Delay(200));
        sending.IsCompleted.Should().BeFalse();

        await token.CancelAsync();

        await FluentActions.Awaiting(() => sending).Should().ThrowAsync<OperationCanceledException>();
        first.Dispose();
    }

    [Fact]
    public async Task A_connection_that_was_closed_while_idle_is_replaced_without_a_failure()
    {
        await using var server = new DropServer(DropKind.Idle, every: 1);
        for (var request = 0; request < 3; request++)
        {
            var sent = new HttpRequestMessage(HttpMethod.Post, server.Address);
            sent.Headers.Add("X-Id", "same");
            using var answer = await SendAsync(sent);
            answer!.StatusCode.Should().Be(HttpStatusCode.OK);
            await server.WhenClosedAsync("same");
            server.Forget();
        }

        _counter.Counts.Should().Be(new ConnectionCounts(3, 0, 3, Reconnects: 2));
    }

    [Fact]
    public async Task What_was_lost_after_a_byte_was_written_is_not_sent_again()
    {
        var requests = 0;
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            while (await RawServer.ReadRequestAsync(stream, cancellationToken))
            {
                if (Interlocked.Increment(ref requests) == 2)
                {
                    return;
                }

                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), cancellationToken);
            }
        });
        (await SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Address)))!.Dispose();

        await FluentActions.Awaiting(() => SendAsync(new HttpRequestMessage(HttpMethod.Get, server.Address))).Should().ThrowAsync<HttpRequestException>();

        requests.Should().Be(2);
    }

    [Fact]
    public async Task A_connection_is_used_again_and_bodies_go_with_the_request()
    {
        await using var server = await StubServer.StartAsync(async context => await context.Request.Body.CopyToAsync(context.Response.Body));
        foreach (var length in new[] { 0, 1, 5000, 64 * 1024 })
        {
            using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, server.Address) { Content = new ByteArrayContent(new byte[length]) });
            (await answer!.Content.ReadAsByteArrayAsync()).Should().HaveCount(length);
        }

        _counter.Counts.Connects.Should().Be(1);
    }

    [Fact]
    public async Task Tls_and_long_bodies_are_left_to_the_other_connections()
    {
        (await SendAsync(new HttpRequestMessage(HttpMethod.Get, "https://127.0.0.1:1/"))).Should().BeNull();
        (await SendAsync(new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:1/") { Content = new ByteArrayContent(new byte[(64 * 1024) + 1]) })).Should().BeNull();
    }

    // On a thread of its own, as a script has it; null for what is left to the other connections.
    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request, TimeSpan? timeout = null, CancellationToken token = default)
    {
        using var deadlines = new RequestDeadlines(TimeProvider.System, timeout ?? Never, _cutOff.Token);
        return await Task.Factory.StartNew(() => _handler.TrySendBlocking(request, deadlines, token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
