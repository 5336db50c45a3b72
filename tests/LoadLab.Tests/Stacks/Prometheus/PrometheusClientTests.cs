using System.Net;
using System.Net.Sockets;
using LoadLab.Core;
using LoadLab.Stacks.Prometheus;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.Stacks.Prometheus;

public sealed class PrometheusClientTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 1, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    [Fact]
    public async Task Values_come_at_their_times_and_what_is_no_number_stays_none()
    {
        var answer = await AskAsync(asked => FakePrometheus.Matrix(asked, ("\"a\":\"b\"", at => at % 120 == 0 ? "NaN" : at % 300 == 60 ? "+Inf" : "1.5e3"), ("", _ => null)));

        var series = answer.Series.Should().ContainSingle().Subject;
        series.Labels.Should().Equal(new Dictionary<string, string> { ["a"] = "b" });
        series.Points.Values.Should().Equal(double.PositiveInfinity, double.NaN, 1500, double.NaN);
    }

    [Fact]
    public async Task A_path_prefix_is_kept_and_the_token_is_sent()
    {
        var fake = new FakePrometheus(asked => FakePrometheus.Matrix(asked));
        using var client = new PrometheusClient(PrometheusAddress.Parse("http://127.0.0.1:9090/team/prometheus/", "secret"), TimeSpan.FromSeconds(60), _time, fake);

        (await client.QueryRangeAsync("a + b", Start, Start.AddMinutes(3), TimeSpan.FromMinutes(1), CancellationToken.None)).Series.Should().BeEmpty();

        fake.Requests.Should().Equal(new FakePrometheus.Asked("/team/prometheus/api/v1/query_range", "a + b", Start.ToUnixTimeSeconds(), Start.ToUnixTimeSeconds() + 180, 60, "Bearer secret"));
    }

    [Fact]
    public async Task Warnings_are_kept()
    {
        var answer = await AskAsync(_ => FakePrometheus.Json("""{"status":"success","warnings":["a remote is down"],"infos":["not a counter"],"data":{"resultType":"matrix","result":[]}}"""));

        answer.Warnings.Should().Equal("a remote is down", "not a counter");
    }

    [Theory]
    [InlineData("<!doctype html><title>Welcome</title>", "it did not answer as a Prometheus does: * It began with: <!doctype html><title>Welcome</title>")]
    [InlineData("", "it did not answer as a Prometheus does: * It began with: nothing")]
    [InlineData("{}", "it did not answer as a Prometheus does: its status is not 'success'. *")]
    [InlineData("[]", "it did not answer as a Prometheus does: *")]
    [InlineData("""{"status":"success"}""", "it did not answer as a Prometheus does: *")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""", "it did not answer as a Prometheus does: its result is a vector, not a matrix. *")]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"much"]]}]}}""", "it did not answer as a Prometheus does: 'much' is no value of a sample. *")]
    public async Task What_is_not_its_answer_is_a_fault_and_never_empty(string body, string expected)
    {
        var fault = (await FluentActions.Awaiting(() => AskAsync(_ => FakePrometheus.Json(body))).Should().ThrowAsync<LoadLabException>().WithMessage(expected)).Which;

        (fault.ExitCode, fault.Hint).Should().Be((ExitCode.BadConfiguration, "Is --url the address of Prometheus itself, with its path prefix when it has one?"));
    }

    // As .NET's client throws it when the other side has gone between connecting and sending.
    [Fact]
    public async Task A_Prometheus_that_goes_at_once_is_one_that_cannot_be_reached() =>
        await FluentActions.Awaiting(() => AskAsync(_ => throw new SocketException((int)SocketError.NotConnected))).Should().ThrowAsync<LoadLabException>().WithMessage("it cannot be reached: *");

    [Theory]
    [InlineData(401, "Unauthorized", "it answers 401 and wants to know who asks.")]
    [InlineData(403, "", "it answers 403 and wants to know who asks.")]
    [InlineData(404, "404 page not found", "it answers 404 at http://127.0.0.1:9090/api/v1/query_range.")]
    [InlineData(500, "<html><body>\n<h1>Oops</h1>", "it answers 500: <html><body> <h1>Oops</h1>")]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"found duplicate series"}""", "it answers 422, execution: found duplicate series")]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"1:5: parse error"}""", "it answers 400, bad_data: 1:5: parse error")]
    public async Task What_does_not_pass_by_itself_is_told_at_once(int status, string body, string expected)
    {
        var asked = 0;

        await FluentActions.Awaiting(() => AskAsync(_ =>
        {
            asked++;
            return FakePrometheus.Answer(body, "text/html", (HttpStatusCode)status);
        })).Should().ThrowAsync<LoadLabException>().WithMessage(expected);

        asked.Should().Be(1);
    }

    [Fact]
    public async Task A_page_to_log_in_is_not_followed_and_its_query_is_not_told()
    {
        var answer = new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://login.example/start?state=secret") } };

        await FluentActions.Awaiting(() => AskAsync(_ => answer)).Should().ThrowAsync<LoadLabException>().WithMessage("it answers 302 and sends on to https://login.example/start.");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_may_pass_is_tried_again(int status)
    {
        var asked = 0;

        var answer = await AskAsync(query => ++asked < 3 ? FakePrometheus.Answer("busy", "text/plain", (HttpStatusCode)status) : FakePrometheus.Matrix(query, ("", _ => "1")));

        answer.Series.Should().ContainSingle();
        asked.Should().Be(3);
    }

    [Fact]
    public async Task What_does_not_pass_after_all_says_how_often_it_was_tried() =>
        await FluentActions.Awaiting(() => AskAsync(_ => FakePrometheus.Answer("busy", "text/plain", HttpStatusCode.ServiceUnavailable)))
            .Should().ThrowAsync<LoadLabException>().WithMessage("it answers 503: busy Tried 4 times.");

    [Fact]
    public async Task Nobody_who_listens_is_told_at_once()
    {
        var asked = 0;

        await FluentActions.Awaiting(() => AskAsync(_ =>
        {
            asked++;
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused));
        })).Should().ThrowAsync<LoadLabException>().WithMessage("it cannot be reached: Connection refused.");

        asked.Should().Be(1);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_time_out()
    {
        var silent = new Silent();
        using var client = new PrometheusClient(PrometheusAddress.Parse("http://127.0.0.1:9090", null), TimeSpan.FromSeconds(60), _time, silent);

        var asking = client.QueryRangeAsync("a", Start, Start, TimeSpan.FromMinutes(1), CancellationToken.None);
        while (!asking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await FluentActions.Awaiting(() => asking).Should().ThrowAsync<LoadLabException>().WithMessage("it did not answer within 1m. Tried 4 times.");
        silent.Asked.Should().Be(4);
    }

    [Theory]
    [InlineData("localhost:9090")]
    [InlineData("ftp://a")]
    [InlineData("http://me:swordfish@a")]
    [InlineData("http://a/?token=swordfish")]
    public void An_address_is_one_and_holds_no_secret(string url) =>
        FluentActions.Invoking(() => PrometheusAddress.Parse(url, null)).Should().Throw<LoadLabException>().Which.Message.Should().StartWith("--url").And.NotContain("swordfish");

    private async Task<PrometheusAnswer> AskAsync(Func<FakePrometheus.Asked, HttpResponseMessage> answer)
    {
        using var client = new PrometheusClient(PrometheusAddress.Parse("http://127.0.0.1:9090", null), TimeSpan.FromSeconds(60), _time, new FakePrometheus(answer));
        var asking = client.QueryRangeAsync("a", Start, Start.AddMinutes(3), TimeSpan.FromMinutes(1), CancellationToken.None);
        while (!asking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await asking;
    }

    private sealed class Silent : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using var cancelled = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
            return await never.Task;
        }
    }
}
