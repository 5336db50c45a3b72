using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.Engine.Clients;
using LoadLab.Engine.Connections;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Engine;

/// <summary>Our HTTP/1.1 beneath <see cref="HttpClient"/> behaves as .NET's does, but for what it does in silence.</summary>
public sealed class Http1HandlerTests : IDisposable
{
    private readonly ConnectionCounter _counter = new();
    private readonly HttpMessageInvoker _ours;
    private readonly HttpMessageInvoker _dotNet = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    public Http1HandlerTests() => _ours = new HttpMessageInvoker(EngineHandler.Create(_counter, TimeProvider.System, 2));

    public static TheoryData<string, string> Answers => new()
    {
        { "GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\nX-A: 1\r\nX-A: 2\r\n\r\nhello" },
        { "GET", "HTTP/1.1 404 Not here\r\nContent-Length: 0\r\n\r\n" },
        { "GET", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n" },
        { "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" },
        { "GET", "HTTP/1.1 204 No Content\r\n\r\n" },
        { "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\nETag: \"x\"\r\n\r\n" },
        { "GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx" },
        { "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX-Sum: 11\r\n\r\n" },
        { "GET", "HTTP/1.0 200 OK\r\nServer: old\r\n\r\nuntil the end" },
        { "GET", "HTTP/1.1 200 OK\r\nX-Fold: a\r\n  b\r\n\tc\r\nContent-Length: 2\r\n\r\nok" },
        { "GET", "HTTP/1.1 200 OK\nContent-Length: 2\nX-A:b\n\nok" },
        { "GET", "HTTP/1.1 200 OK\r\nX-Empty:\r\nX-Latin: \u00e9\r\nContent-Length: 2\r\nExpires: never\r\nDate: nonsense\r\n\r\nok" },
        { "GET", "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nContent-Length: 0\r\n\r\n" },
        { "GET", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc" },
        { "GET", "HTTP/1.1 500 Oops\r\nConnection: close\r\nContent-Length: 4\r\n\r\nsad!" },
    };

    public static TheoryData<string, HttpRequestError> Broken => new()
    {
        { "", HttpRequestError.ResponseEnded },
        { "HTTP/1.1 200 OK\r\nContent-Le", HttpRequestError.ResponseEnded },
        { "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", HttpRequestError.ResponseEnded },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123", HttpRequestError.ResponseEnded },
        { "garbage garbage garbage\r\n\r\n", HttpRequestError.InvalidResponse },
        { "HTTP/1.1 abc\r\n\r\n", HttpRequestError.InvalidResponse },
        { "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", HttpRequestError.InvalidResponse },
        { "HTTP/1.1 200 OK\r\nbad name: x\r\n\r\n", HttpRequestError.InvalidResponse },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", HttpRequestError.InvalidResponse },
    };

    public void Dispose()
    {
        _ours.Dispose();
        _dotNet.Dispose();
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answers_read_as_dotnet_reads_them(string method, string answer)
    {
        await using var server = RawServer.Answering(answer, thenClose: true);

        var ours = await TellAsync(_ours, server.Address, method);

        ours.Should().Be(await TellAsync(_dotNet, server.Address, method));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Broken_answers_fail_in_their_class(string answer, HttpRequestError error)
    {
        await using var server = RawServer.Answering(answer, thenClose: true);
        using var client = new HttpClient(EngineHandler.Create(_counter, TimeProvider.System, 2)) { BaseAddress = server.Address };

        var response = await Http.Send(client, Http.CreateRequest("GET", "/"));

        response.Failure.Should().Be(error == HttpRequestError.ResponseEnded ? FailureKind.Reset : FailureKind.Protocol, response.Message);
        response.Message.Should().NotBeEmpty();

        // The way of Http.Send on the context's client, which reads the body at once.
        using var handler = EngineHandler.Create(_counter, TimeProvider.System, 2);
        var fault = await FluentActions.Awaiting(() => handler.SendBufferedAsync(new HttpRequestMessage(HttpMethod.Get, server.Address), CancellationToken.None)).Should().ThrowAsync<HttpRequestException>();
        fault.Which.HttpRequestError.Should().Be(error);
    }

    [Fact]
    public async Task Requests_arrive_as_dotnet_sends_them()
    {
        var heads = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            while (await ReadHeadAsync(stream, cancellationToken) is { } head)
            {
                heads.Enqueue(head);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellationToken);
            }
        });
        Func<HttpRequestMessage>[] requests =
        [
            () => new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/a%20b/\u00fc?q=1&r=%2F#fragment")),
            () => new HttpRequestMessage(HttpMethod.Post, server.Address),
            () => new HttpRequestMessage(HttpMethod.Delete, server.Address),
            () => new HttpRequestMessage(HttpMethod.Get, server.Address).WithHeader("Host", "other.example").WithHeader("Cookie", "a=b").WithHeader("Cookie", "c=d")
                .WithHeader("X-Many", "1").WithHeader("X-Many", "2").WithBearer("token").WithHeader("Accept", "text/html").WithHeader("Accept", "*/*"),
            () => new HttpRequestMessage(HttpMethod.Get, server.Address) { Version = HttpVersion.Version20 },
        ];

        foreach (var request in requests)
        {
            using var first = await _ours.SendAsync(request(), CancellationToken.None);
            using var second = await _dotNet.SendAsync(request(), CancellationToken.None);
        }

        heads.Should().HaveCount(requests.Length * 2);
        foreach (var pair in heads.Chunk(2))
        {
            Lines(pair[0]).Should().Equal(Lines(pair[1]));
        }
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(10, false)]
    [InlineData(300_000, true)]
    [InlineData(300_000, false)]
    public async Task Bodies_arrive_whole_with_and_without_a_length(int length, bool isKnown)
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy);
            await context.Response.WriteAsync($"{context.Request.ContentLength} {context.Request.Headers.TransferEncoding} {copy.Length} {copy.ToArray().Sum(value => (long)value)}");
        });
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        for (var i = 0; i < 3; i++)
        {
            using var body = isKnown ? new ByteArrayContent(bytes) : (HttpContent)new UnknownLength(bytes);
            using var request = new HttpRequestMessage(HttpMethod.Post, server.Address) { Content = body };

            using var answer = await _ours.SendAsync(request, CancellationToken.None);

            (await answer.Content.ReadAsStringAsync()).Should().Be($"{(isKnown ? length : "")} {(isKnown ? "" : "chunked")} {length} {bytes.Sum(value => (long)value)}");
        }

        _counter.Counts.Should().Be(new ConnectionCounts(1, 0, 3));
    }

    [Fact]
    public async Task Content_that_lies_about_its_length_fails_and_the_next_request_does_not()
    {
        await using var server = await StubServer.StartAsync();
        using var client = Client(server.Address);
        var body = new ByteArrayContent(new byte[5]);
        body.Headers.ContentLength = 7;

        var response = await Http.Send(client, Http.CreateRequest("POST", "/").WithBody(body));

        response.Message.Should().Be("The request's content wrote only 5 of the 7 bytes that its Content-Length announces.");
        (await Http.Send(client, Http.CreateRequest("GET", "/"))).StatusCode.Should().Be("200");
    }

    [Fact]
    public async Task Answer_that_comes_before_the_server_has_read_the_request_counts()
    {
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            await stream.ReadExactlyAsync(new byte[100], cancellationToken);
            await stream.WriteAsync("HTTP/1.1 413 Too large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"u8.ToArray(), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        using var client = Client(server.Address);

        var response = await Http.Send(client, Http.CreateRequest("POST", "/").WithBody(new ByteArrayContent(new byte[50_000_000])));

        response.StatusCode.Should().Be("413");
    }

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
            var head = await ReadHeadAsync(stream, CancellationToken.None);
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

    /// <summary>All that an answer says, as text.</summary>
    private static async Task<string> TellAsync(HttpMessageInvoker client, Uri address, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), address);
        using var answer = await client.SendAsync(request, CancellationToken.None);
        var body = await answer.Content.ReadAsStringAsync();
        return $"{answer.Version} {(int)answer.StatusCode} '{answer.ReasonPhrase}' {body}\n"
            + string.Join('\n', answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated).Concat(answer.TrailingHeaders.NonValidated)
                .Select(header => $"{header.Key}: {string.Join(" | ", header.Value)}").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Lines(string head) => head.Split("\r\n").Take(1).Concat(head.Split("\r\n").Skip(1).Order(StringComparer.Ordinal));

    private static async Task<string?> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private sealed class UnknownLength(byte[] bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var at = 0; at < bytes.Length; at += 1000)
            {
                await stream.WriteAsync(bytes.AsMemory(at, Math.Min(1000, bytes.Length - at)));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
