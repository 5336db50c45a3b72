using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using LoadLab.Engine.Clients;
using LoadLab.Engine.Connections;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>What becomes of the connections of our HTTP/1.1 beneath <see cref="HttpClient"/>: when one is used again, when it ends, and how many there are.</summary>
public sealed class Http1ConnectionTests : IDisposable
{
    private readonly ConnectionCounter _counter = new();
    private readonly HttpMessageInvoker _ours;

    public Http1ConnectionTests() => _ours = new HttpMessageInvoker(EngineHandler.Create(_counter, TimeProvider.System, 2));

    public void Dispose() => _ours.Dispose();

    [Fact]
    public async Task Body_can_be_read_as_it_comes_and_the_connection_is_used_again()
    {
        var goOn = new SemaphoreSlim(0);
        await using var server = await StubServer.StartAsync(async context =>
        {
            for (var part = 0; part < 3; part++)
            {
                await context.Response.WriteAsync($"part{part}");
                await context.Response.Body.FlushAsync();
                await goOn.WaitAsync();
            }
        });
        using var client = Client(server.Address);
        for (var i = 0; i < 2; i++)
        {
            using var answer = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await answer.Content.ReadAsStreamAsync();
            var buffer = new byte[5];
            for (var part = 0; part < 3; part++)
            {
                await stream.ReadExactlyAsync(buffer);
                Encoding.ASCII.GetString(buffer).Should().Be($"part{part}");
                goOn.Release();
            }

            (await stream.ReadAsync(buffer)).Should().Be(0);
        }

        _counter.Counts.Connects.Should().Be(1);
    }

    [Theory]
    [InlineData(900_000, "")]
    [InlineData(3_000_000, "The answer is not valid HTTP: its head is longer than 1 MiB.")]
    public async Task Head_may_be_long_but_not_without_end(int length, string fault)
    {
        await using var server = RawServer.Answering($"HTTP/1.1 200 OK\r\nX-Long: {new string('x', length)}\r\nContent-Length: 2\r\n\r\nok");
        using var client = new HttpClient(EngineHandler.Create(new ConnectionCounter(), TimeProvider.System, 1)) { BaseAddress = server.Address };

        var told = "";
        try
        {
            (await client.GetStringAsync(new Uri("/", UriKind.Relative))).Should().Be("ok");
        }
        catch (HttpRequestException refused)
        {
            told = refused.Message;
        }

        told.Should().Be(fault);
    }

    [Fact]
    public async Task Body_that_is_given_up_costs_its_connection_and_no_more()
    {
        await using var server = await StubServer.StartAsync(context => context.Response.WriteAsync(new string('x', 1_000_000)));
        using var client = Client(server.Address);
        for (var i = 0; i < 5; i++)
        {
            (await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead)).Dispose();
        }

        (await client.GetStringAsync("/")).Should().HaveLength(1_000_000);
    }

    [Fact]
    public async Task Token_and_deadline_end_a_request_and_its_connection()
    {
        var asked = new SemaphoreSlim(0);
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            await RawServer.ReadRequestAsync(stream, cancellationToken);
            asked.Release();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        using var client = Client(server.Address);
        using var cancel = new CancellationTokenSource();
        var cancelled = client.GetAsync("/", cancel.Token);
        await asked.WaitAsync();

        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => cancelled).Should().ThrowAsync<OperationCanceledException>();
        client.Dispose();
        using var hasty = Client(server.Address, TimeSpan.FromMilliseconds(50));
        (await Http.Send(hasty, Http.CreateRequest("GET", "/"))).Failure.Should().Be(FailureKind.Timeout);
        _counter.Counts.Connects.Should().Be(2);
    }

    [Fact]
    public async Task No_more_connections_than_allowed_and_who_waits_gets_its_turn()
    {
        var now = 0;
        var most = 0;
        await using var server = await StubServer.StartAsync(async context =>
        {
            var count = Interlocked.Increment(ref now);
            most = Math.Max(most, count);
            await Task.Yield();
            Interlocked.Decrement(ref now);
        });
        using var client = Client(server.Address);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Http.Send(client, Http.CreateRequest("GET", "/"))));

        answers.Should().OnlyContain(answer => answer.StatusCode == "200");
        most.Should().BeLessThanOrEqualTo(2);
        _counter.Counts.Connects.Should().BeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Refused_and_unknown_names_are_refused()
    {
        using var client = Client(new Uri("http://127.0.0.1:1/"));

        (await Http.Send(client, Http.CreateRequest("GET", "/"))).Failure.Should().Be(FailureKind.Refused);
        (await Http.Send(client, Http.CreateRequest("GET", "http://no-such-host.invalid/"))).Failure.Should().Be(FailureKind.Refused);
    }

    [Fact]
    public async Task Web_socket_goes_over_the_client()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpUpgradeFeature>()!.IsUpgradableRequest.Should().BeTrue();
            var key = context.Request.Headers.SecWebSocketKey + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            context.Response.Headers.Connection = "Upgrade";
            context.Response.Headers.Upgrade = "websocket";
#pragma warning disable CA5350 // RFC 6455, section 4.2.2 asks for SHA-1; it proves nothing here but that the peer speaks WebSocket.
            context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(System.Security.Cryptography.SHA1.HashData(Encoding.ASCII.GetBytes(key)));
#pragma warning restore CA5350
            var stream = await context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpUpgradeFeature>()!.UpgradeAsync();
            using var socket = WebSocket.CreateFromStream(stream, isServer: true, null, TimeSpan.Zero);
            var bytes = new byte[100];
            var got = await socket.ReceiveAsync(bytes, CancellationToken.None);
            await socket.SendAsync(bytes.AsMemory(0, got.Count), WebSocketMessageType.Text, true, CancellationToken.None);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws" }.Uri, _ours, CancellationToken.None);
        await socket.SendAsync("ping"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);

        Encoding.ASCII.GetString(buffer, 0, received.Count).Should().Be("ping");
    }

    [Fact]
    public async Task Blocking_call_and_IPv6_work_too()
    {
        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            await using var stream = new NetworkStream(socket);
            var head = await RawServer.ReadHeadAsync(stream, CancellationToken.None);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray());
            return head!;
        });
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        using var answer = _ours.Send(new HttpRequestMessage(HttpMethod.Get, $"http://[::1]:{port}/x"), CancellationToken.None);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        new StreamReader(answer.Content.ReadAsStream()).ReadToEnd().Should().Be("ok");
        (await serving).Should().Contain($"Host: [::1]:{port}\r\n");
    }

    private HttpClient Client(Uri address, TimeSpan? timeout = null) =>
        new(EngineHandler.Create(_counter, TimeProvider.System, 2)) { BaseAddress = address, Timeout = timeout ?? TimeSpan.FromSeconds(60) };
}
