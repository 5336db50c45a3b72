using System.Net.Http;
using System.Text;
using LoadLab.Engine.Recording;
using LoadLab.Sdk;

namespace LoadLab.Tests.Engine.Recording;

public sealed class BodyExcerptTests
{
    [Theory]
    [InlineData("{\"error\":\n  \"no\tuser\"}\r\n", "{\"error\": \"no user\"}")]
    [InlineData("<!DOCTYPE html>\n<html><head><title>Error</title><style>p { color: red }</style></head>\n<body><pre>Cannot GET &#47;x</pre></body></html>", "Cannot GET /x")]
    [InlineData("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>", "502 Bad Gateway nginx")]
    [InlineData("red \u001b[31mtext\u001b[0m, \u001b]0;title\u0007bell\u0000 \u202edirection", "red text, bell direction")]
    [InlineData("{\"sent\":{\"password\":\"hunter22\"},\"n\":1}", "{\"sent\":{\"password\":\"(hidden)\"},\"n\":1}")]
    [InlineData("", "")]
    public void A_body_becomes_one_plain_line(string body, string line) => BodyExcerpt.Of(Encoding.UTF8.GetBytes(body)).Should().Be(line);

    [Fact]
    public void A_long_body_is_cut_and_bytes_are_counted()
    {
        BodyExcerpt.Of(Encoding.UTF8.GetBytes(new string('x', 100_000))).Should().Be(new string('x', 199) + "…");
        BodyExcerpt.Of(Encoding.UTF8.GetBytes(new string('x', 200))).Should().Be(new string('x', 200));
        BodyExcerpt.Of([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xfe, 0xc0]).Should().Be("(13 bytes that are no text)");
        BodyExcerpt.Of(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("🙂", 200)))).Should().EndWith("🙂…", "half a character is none");
    }

    [Fact]
    public async Task The_scenario_reads_its_answer_as_if_nobody_had_looked()
    {
        using var client = new HttpClient(new Answer("{\"error\":\"no\"}"));

        var response = await LoadLab.Sdk.Http.Send(client, LoadLab.Sdk.Http.CreateRequest("GET", "http://target/"));

        BodyExcerpt.Of(response).Should().Be("{\"error\":\"no\"}");
        (await response.Payload.Value.Content.ReadAsStringAsync()).Should().Be("{\"error\":\"no\"}");
        response.Payload.Value.Dispose();
        BodyExcerpt.Of(response).Should().Be("", "it has gone, and that is no fault of the run");
    }

    [Fact]
    public async Task A_typed_answer_has_its_body_too_and_one_that_is_still_to_be_read_is_left_alone()
    {
        using var client = new HttpClient(new Answer("{\"error\":\"no\"}"));

        var typed = await LoadLab.Sdk.Http.Send<Dictionary<string, string>>(client, LoadLab.Sdk.Http.CreateRequest("GET", "http://target/"));
        var streamed = await LoadLab.Sdk.Http.Send(client, HttpClientArgs.Create(HttpCompletionOption.ResponseHeadersRead), LoadLab.Sdk.Http.CreateRequest("GET", "http://target/"));

        BodyExcerpt.Of(typed).Should().Be("{\"error\":\"no\"}");
        BodyExcerpt.Of(streamed).Should().Be("");
        (await streamed.Payload.Value.Content.ReadAsStringAsync()).Should().Be("{\"error\":\"no\"}");
    }

    [Fact]
    public void A_body_that_the_scenario_gives_is_told()
    {
        BodyExcerpt.Of(Response.Fail("no such user", "401")).Should().Be("");
        BodyExcerpt.Of(Response.Fail<string>(payload: "no such user", statusCode: "401")).Should().Be("no such user");
        BodyExcerpt.Of(Response.Fail()).Should().Be("");
    }

    private sealed class Answer(string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.Unauthorized) { Content = new StringContent(body) });
    }
}
