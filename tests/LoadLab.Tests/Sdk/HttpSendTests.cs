using System.Net;
using System.Net.Sockets;
using LoadLab.Sdk;

namespace LoadLab.Tests.Sdk;

public sealed class HttpSendTests
{
    private static readonly Uri Address = new("http://127.0.0.1/");

    [Theory]
    [InlineData(200, FailureKind.None)]
    [InlineData(204, FailureKind.None)]
    [InlineData(304, FailureKind.None)]
    [InlineData(400, FailureKind.Status)]
    [InlineData(503, FailureKind.Status)]
    [InlineData(799, FailureKind.Status)]
    public async Task Status_below_400_is_success(int status, FailureKind failure)
    {
        using var client = Answering(() => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("12345") });

        var response = await Http.Send(client, Http.CreateRequest("GET", "/"));

        response.Failure.Should().Be(failure);
        response.IsError.Should().Be(failure != FailureKind.None);
        response.StatusCode.Should().Be(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        response.SizeBytes.Should().Be(5);
        ((int)response.Payload.Value.StatusCode).Should().Be(status);
    }

    public static TheoryData<Exception, FailureKind> Faults => new()
    {
        { new HttpRequestException(HttpRequestError.ConnectionError), FailureKind.Refused },
        { new HttpRequestException(HttpRequestError.ResponseEnded), FailureKind.Reset },
        { new HttpRequestException("odd"), FailureKind.Protocol },
        { new IOException("gone"), FailureKind.Reset },
        // As .NET's client throws it when the other side has gone between connecting and sending.
        { new SocketException((int)SocketError.NotConnected), FailureKind.Reset },
        { new InvalidDataException("not gzip"), FailureKind.Protocol },
        { new TaskCanceledException("slow", new TimeoutException()), FailureKind.Timeout },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_the_target_does_is_a_failed_response(Exception fault, FailureKind kind)
    {
        using var client = Answering(() => throw fault);

        (await Http.Send(client, Http.CreateRequest("GET", "/"))).Should().BeEquivalentTo(new { IsError = true, Failure = kind, StatusCode = "", fault.Message });
        (await Http.Send<int>(client, Http.CreateRequest("GET", "/"))).Should().BeEquivalentTo(new { IsError = true, Failure = kind, fault.Message });
    }

    [Fact]
    public async Task Cancelling_is_no_answer_of_the_target()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var client = Answering(() => throw new OperationCanceledException(cancelled.Token));

        await FluentActions.Awaiting(() => Http.Send(client, Http.CreateRequest("GET", "/"), cancelled.Token)).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => Http.Send<int>(client, HttpClientArgs.Create(cancelled.Token), Http.CreateRequest("GET", "/")))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Faults_of_the_scenarios_own_code_throw()
    {
        var client = Answering(() => new HttpResponseMessage());
        client.Dispose();

        await FluentActions.Awaiting(() => Http.Send(client, Http.CreateRequest("GET", "/"))).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => Http.Send(null!, Http.CreateRequest("GET", "/"))).Should().ThrowAsync<ArgumentNullException>();
        await FluentActions.Awaiting(() => Http.Send(client, null!)).Should().ThrowAsync<ArgumentNullException>();
        using var withoutBase = new HttpClient();
        await FluentActions.Awaiting(() => Http.Send(withoutBase, Http.CreateRequest("GET", "/"))).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Typed_answer_is_read_as_web_json()
    {
        using var client = Answering(() => Json("""{"name":"x","id":"7"}"""));

        var response = await Http.Send<Product>(client, Http.CreateRequest("GET", "/"));

        response.IsError.Should().BeFalse();
        response.StatusCode.Should().Be("200");
        response.Payload.Value.Data.Should().Be(new Product(7, "x"));
        response.Payload.Value.Response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{", "The body is not a Product: *")]
    [InlineData("", "The body is not a Product: *")]
    [InlineData("null", "The body is null.")]
    public async Task Success_without_the_json_fails_the_check(string body, string message)
    {
        using var client = Answering(() => Json(body));

        var response = await Http.Send<Product>(client, Http.CreateRequest("GET", "/"));

        response.Failure.Should().Be(FailureKind.Check);
        response.StatusCode.Should().Be("200");
        response.Message.Should().Match(message);
    }

    [Fact]
    public async Task Failed_status_keeps_its_class_whatever_its_body_is()
    {
        using var client = Answering(() => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>") });

        var response = await Http.Send<Product>(client, Http.CreateRequest("GET", "/"));

        response.Should().BeEquivalentTo(new { IsError = true, Failure = FailureKind.Status, StatusCode = "502", Message = "Bad Gateway" });
        response.Payload.Value.Data.Should().BeNull();
    }

    [Fact]
    public async Task Logger_hears_of_failures_only()
    {
        var log = new SdkContext();
        var status = HttpStatusCode.OK;
        using var client = Answering(() => new HttpResponseMessage(status));

        await Http.Send(client, HttpClientArgs.Create(logger: log), Http.CreateRequest("GET", "/a"));
        status = HttpStatusCode.NotFound;
        await Http.Send(client, HttpClientArgs.Create(logger: log), Http.CreateRequest("GET", "/b?api_key=S3CRETMARK"));

        log.Lines.Should().Equal("warning|{Method} {Uri}: {Status} {Message}|GET|http://127.0.0.1/b|404|Not Found");
    }

    private static HttpResponseMessage Json(string body) => new() { Content = new StringContent(body, null, "application/json") };

    private static HttpClient Answering(Func<HttpResponseMessage> answer) => new(new Handler(answer)) { BaseAddress = Address };

    private sealed record Product(int Id, string Name);

    private sealed class Handler(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return answer();
        }
    }
}
