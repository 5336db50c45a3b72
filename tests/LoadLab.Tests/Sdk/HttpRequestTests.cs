using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LoadLab.Sdk;

namespace LoadLab.Tests.Sdk;

public sealed class HttpRequestTests
{
    [Theory]
    [InlineData("GET", "http://127.0.0.1/a?b=c")]
    [InlineData("post", "/relative")]
    [InlineData("PURGE", "x")]
    public void Method_and_address_are_taken(string method, string url)
    {
        var request = Http.CreateRequest(method, url);

        request.Method.Method.Should().BeEquivalentTo(method);
        request.RequestUri!.OriginalString.Should().Be(url);
    }

    [Fact]
    public void Headers_of_the_request_add_up()
    {
        var request = Http.CreateRequest("GET", "/").WithHeader("Accept", "a/b").WithHeader("X-Mine", "1").WithHeader("X-Mine", "2").WithBearer("t");

        request.Headers.GetValues("Accept").Should().Equal("a/b");
        request.Headers.GetValues("X-Mine").Should().Equal("1", "2");
        request.Headers.Authorization.Should().Be(new AuthenticationHeaderValue("Bearer", "t"));
        request.Content.Should().BeNull();
    }

    [Fact]
    public void Bodys_own_type_stands_when_the_header_came_first()
    {
        ContentType(request => request.WithHeader("Content-Type", "application/json").WithBody(new StringContent("{}", Encoding.UTF8, "application/json")))
            .Should().Be("application/json; charset=utf-8");
        ContentType(request => request.WithHeader("Content-Type", "application/json").WithBody(new StringContent("{}")))
            .Should().Be("text/plain; charset=utf-8", "so it is in NBomber");
    }

    [Fact]
    public void Header_before_a_body_without_a_type_is_kept() =>
        ContentType(request => request.WithHeader("Content-Type", "application/json").WithBody(new ByteArrayContent([1])))
            .Should().Be("application/json");

    [Fact]
    public void Header_after_the_body_replaces_the_bodys() =>
        ContentType(request => request.WithBody(new StringContent("{}")).WithHeader("content-type", "application/json")).Should().Be("application/json");

    [Fact]
    public void Same_type_without_parameters_leaves_the_boundary()
    {
        using var body = new MultipartFormDataContent("b");

        ContentType(request => request.WithBody(body).WithHeader("Content-Type", "multipart/form-data")).Should().Be("multipart/form-data; boundary=\"b\"");
    }

    [Fact]
    public void Header_of_a_body_that_never_comes_goes_out_with_an_empty_one() =>
        ContentType(request => request.WithHeader("Content-Type", "application/json")).Should().Be("application/json");

    [Fact]
    public async Task Json_body_has_its_length_and_camel_case_names()
    {
        using var request = Http.CreateRequest("POST", "/").WithJsonBody(new { UserName = "ä" });

        (await request.Content!.ReadAsStringAsync()).Should().Be("""{"userName":"\u00E4"}""");
        request.Content.Headers.ContentLength.Should().Be(21);
        request.Content.Headers.ContentType!.ToString().Should().Be("application/json; charset=utf-8");
    }

    [Fact]
    public async Task Json_body_takes_options()
    {
        using var request = Http.CreateRequest("POST", "/").WithJsonBody(new { UserName = 1 }, JsonSerializerOptions.Default);

        (await request.Content!.ReadAsStringAsync()).Should().Be("""{"UserName":1}""");
    }

    [Fact]
    public void Version_is_asked_for() => Http.CreateRequest("GET", "/").WithVersion("2.0").Version.Should().Be(HttpVersion.Version20);

    [Fact]
    public void Client_arguments_keep_what_they_were_given()
    {
        using var source = new CancellationTokenSource();
        var logger = new SdkContext();

        var full = HttpClientArgs.Create(source.Token, HttpCompletionOption.ResponseHeadersRead, JsonSerializerOptions.Default);
        full.CancellationToken.Should().Be(source.Token);
        full.HttpCompletion.Should().Be(HttpCompletionOption.ResponseHeadersRead);
        full.JsonSerializerOptions.Should().BeSameAs(JsonSerializerOptions.Default);
        full.Logger.Should().BeNull();
        var plain = HttpClientArgs.Create(logger: logger);
        plain.Logger.Should().BeSameAs(logger);
        plain.HttpCompletion.Should().Be(HttpCompletionOption.ResponseContentRead);
        plain.JsonSerializerOptions.Should().BeSameAs(JsonSerializerOptions.Web);
        plain.CancellationToken.Should().Be(CancellationToken.None);
    }

    private static string? ContentType(Func<HttpRequestMessage, HttpRequestMessage> make)
    {
        using var request = make(Http.CreateRequest("POST", "/"));
        return string.Join(" + ", request.Content!.Headers.GetValues("Content-Type"));
    }
}
