using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Sdk;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Sdk;

/// <summary>What <see cref="Http.Send(HttpClient, HttpRequestMessage, CancellationToken)"/> makes of real targets that misbehave.</summary>
public sealed class HttpFailureTests
{
    [Fact]
    public async Task Closed_port_is_refused() => (await SendAsync(ClosedPort())).Failure.Should().Be(FailureKind.Refused);

    [Fact]
    public async Task Unknown_host_is_refused() => (await SendAsync(new Uri("http://no-such-host.invalid/"))).Failure.Should().Be(FailureKind.Refused);

    [Theory]
    [InlineData("", FailureKind.Reset)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", FailureKind.Reset)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123", FailureKind.Reset)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", FailureKind.Reset)]
    [InlineData("garbage garbage garbage\r\n\r\n", FailureKind.Protocol)]
    [InlineData("HTTP/1.1 abc\r\n\r\n", FailureKind.Protocol)]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", FailureKind.Protocol)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", FailureKind.Protocol)]
    public async Task Broken_answer_has_its_class(string answer, FailureKind kind)
    {
        await using var server = RawServer.Answering(answer, thenClose: true);

        var response = await SendAsync(server.Address);

        response.Failure.Should().Be(kind, response.Message);
        response.Message.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Answer_that_is_not_packed_as_it_says_is_a_protocol_failure()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n12345");
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };

        (await Http.Send(client, Http.CreateRequest("GET", "/"))).Failure.Should().Be(FailureKind.Protocol);
    }

    [Fact]
    public async Task Connection_torn_down_before_an_answer_is_reset()
    {
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            await RawServer.ReadRequestAsync(stream, cancellationToken);
            stream.Socket.LingerState = new LingerOption(true, 0);
        });

        (await SendAsync(server.Address)).Failure.Should().Be(FailureKind.Reset);
    }

    [Fact]
    public async Task Silence_is_a_timeout_of_the_client()
    {
        await using var server = new RawServer((_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMilliseconds(50) };

        (await Http.Send(client, Http.CreateRequest("GET", "/"))).Failure.Should().Be(FailureKind.Timeout);
    }

    [Fact]
    public async Task Chunked_answer_counts_its_bytes_and_a_redirect_is_followed()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/from")
            {
                context.Response.Redirect("/to");
                return;
            }

            await context.Response.WriteAsync("123");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync("45");
        });
        using var client = Http.CreateDefaultClient();
        client.BaseAddress = server.Address;

        var response = await Http.Send(client, Http.CreateRequest("GET", "/from"));

        response.Should().BeEquivalentTo(new { IsError = false, StatusCode = "200", SizeBytes = 5L });
    }

    [Fact]
    public async Task Json_body_arrives_with_its_length()
    {
        string? seen = null;
        await using var server = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen = $"{context.Request.ContentLength} {context.Request.ContentType} {await reader.ReadToEndAsync()}";
        });
        using var client = new HttpClient { BaseAddress = server.Address };

        await Http.Send(client, Http.CreateRequest("POST", "/").WithJsonBody(new { UserName = "x" }));

        seen.Should().Be("16 application/json; charset=utf-8 {\"userName\":\"x\"}");
    }

    private static async Task<Response<HttpResponseMessage>> SendAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        return await Http.Send(client, Http.CreateRequest("GET", "/"));
    }

    private static Uri ClosedPort() => new($"http://127.0.0.1:{FreePorts.Next()}/");
}
