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
            while (await RawServer.ReadHeadAsync(stream, cancellationToken) is { } head)
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
