using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Text;

public sealed class HttpMessageTextTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("Authorization", "Bearer mArKmArK", "Bearer (hidden, 8 characters)")]
    [InlineData("Authorization", "mArKmArK", "(hidden, 8 characters)")]
    [InlineData("Proxy-Authorization", "Basic mArK", "Basic (hidden, 4 characters)")]
    [InlineData("Cookie", "a=mArK; sid=mArKmArK", "a=(hidden, 4 characters); sid=(hidden, 8 characters)")]
    [InlineData("set-cookie", "sid=mArK; Path=/; HttpOnly", "sid=(hidden, 4 characters); Path=/; HttpOnly")]
    [InlineData("X-Api-Key", "mArK", "(hidden, 4 characters)")]
    [InlineData("X-CSRF-Token", "mArK", "(hidden, 4 characters)")]
    [InlineData("Location", "http://ann:mArK@h/a?token=mArK&b=1#x", "http://h/a?token=(hidden)&b=1")]
    [InlineData("Location", "/cb?code=1#access_token=mArK", "/cb?code=1")]
    [InlineData("Link", "</a?token=mArK&page=2>; rel=next", "</a?token=(hidden)&page=2>; rel=next")]
    [InlineData("Content-Type", "application/json; charset=utf-8", "application/json; charset=utf-8")]
    public void Headers_with_secrets_hide_them(string name, string value, string shown) => HttpMessageText.Header(name, value).Should().Be(shown);

    [Theory]
    [InlineData("{\"user\":\"ann\",\"password\":\"mA\\\"rK\",\"n\":1}", "{\"user\":\"ann\",\"password\":\"(hidden)\",\"n\":1}")]
    [InlineData("{\"access_token\" : \"mArK\"", "{\"access_token\" : \"(hidden)\"")]
    [InlineData("{\"refreshToken\":\"mArK was cut her", "{\"refreshToken\":\"(hidden)")]
    [InlineData("{\\\"password\\\":\\\"mArK\\\",\\\"n\\\":1}", "{\\\"password\\\":\\\"(hidden)\\\",\\\"n\\\":1}")]
    [InlineData("{\"echo\":\"{\\\"password\\\":\\\"mArK\\\",\\\"n\\\":1}\",\"otp\":\"mArK\"}", "{\"echo\":\"{\\\"password\\\":\\\"(hidden)\\\",\\\"n\\\":1}\",\"otp\":\"(hidden)\"}")]
    [InlineData("{\"otp\": 123456, \"n\": 7, \"echo\":\"{\\\"otp\\\":123456}\"}", "{\"otp\": (hidden), \"n\": 7, \"echo\":\"{\\\"otp\\\":(hidden)}\"}")]
    [InlineData("user=ann&client_secret=mArK&x=1", "user=ann&client_secret=(hidden)&x=1")]
    [InlineData("<a><password>mArK</password><b>1</b></a>", "<a><password>(hidden)</password><b>1</b></a>")]
    [InlineData("a sentence with x=1 and y=2", "a sentence with x=1 and y=2")]
    public void Bodies_hide_what_is_secret_by_its_name(string body, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        HttpMessageText.Body(bytes, bytes.Length, 1000).Should().Be(shown);
    }

    [Theory]
    [InlineData("{\"token\":[\"mArK\",\"mArK\"],\"n\":[1]}", "{\"token\":[\"(hidden)\",\"(hidden)\"],\"n\":[1]}")]
    [InlineData("{\"otp\":[123456,7]}", "{\"otp\":[(hidden),(hidden)]}")]
    [InlineData("{\"credentials\":{\"user\":\"mArK\",\"pin\":1234,\"more\":[{\"a\":\"mArK\"}]},\"b\":\"c\"}", "{\"credentials\":{\"user\":\"(hidden)\",\"pin\":(hidden),\"more\":[{\"a\":\"(hidden)\"}]},\"b\":\"c\"}")]
    [InlineData("[{\"name\":\"password\",\"value\":\"mArK\"},{\"value\":\"mArK\",\"key\":\"api_key\"},{\"name\":\"a\",\"value\":\"b\"}]", "[{\"name\":\"password\",\"value\":\"(hidden)\"},{\"value\":\"(hidden)\",\"key\":\"api_key\"},{\"name\":\"a\",\"value\":\"b\"}]")]
    [InlineData("{\"pass\\u0077ord\":\"mArK\"}", "{\"pass\\u0077ord\":\"(hidden)\"}")]
    [InlineData("{\"url\":\"https://h/a?b=1&token=mArK#c\"}", "{\"url\":\"https://h/a?b=1&token=(hidden)#c\"}")]
    [InlineData("{\"body\":\"user=ann&password=mArK\"}", "{\"body\":\"user=ann&password=(hidden)\"}")]
    [InlineData("data: {\"a\":[{\"token\":[\"mArK\"]}]}", "data: {\"a\":[{\"token\":[\"(hidden)\"]}]}")]
    [InlineData("{\"token\":[\"mArK\",\"mArK was cut her", "{\"token\":[\"(hidden)\",\"(hidden)")]
    [InlineData("see https://h/a?token=mArK&b=1 for more", "see https://h/a?token=(hidden)&b=1 for more")]
    [InlineData("user[password]=mArK&user%5Bpassword%5D=mArK&token[]=mArK&n[]=1", "user[password]=(hidden)&user%5Bpassword%5D=(hidden)&token[]=(hidden)&n[]=1")]
    [InlineData("user=ann lee&password=mArK mArK", "user=ann lee&password=(hidden)")]
    [InlineData("n=1&data=%7B%22password%22%3A%22mArK%22%7D", "n=1&data={\"password\":\"(hidden)\"}")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nmArK\r\nmArK\r\n--b--", "--b\nContent-Disposition: form-data; name=\"password\"\n\n(hidden)\n--b--")]
    public void Secrets_are_hidden_in_lists_pairs_and_texts_within_texts(string body, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        HttpMessageText.Body(bytes, bytes.Length, 1000).ReplaceLineEndings("\n").Should().Be(shown);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void JSON_in_strings_of_JSON_is_looked_into_however_deep(int levels)
    {
        var body = "{\"password\":\"mArK\",\"n\":1}";
        var expected = body.Replace("mArK", "(hidden)", StringComparison.Ordinal);
        for (var level = 0; level < levels; level++)
        {
            body = JsonSerializer.Serialize(new { answer = new[] { body } }, Relaxed);
            expected = JsonSerializer.Serialize(new { answer = new[] { expected } }, Relaxed);
        }

        HttpMessageText.WithoutSecrets(body).Should().Be(expected);
    }

    [Theory]
    [InlineData("{\"a\":{\"b\":[1,2.5,-3e4,{\"c\":\"\\u00e4 \\\"x\\\" https://h/?a=1&b=2\"}]},\"password\":null,\"d\":true}")]
    [InlineData("function f() { return { \"a\" : [1,2] } } // token")]
    [InlineData("[2026-11-27] 12 requests, {\"}{[\"")]
    [InlineData("aGVsbG8gd29ybGQ=")]
    public void What_has_no_secret_stays_as_it_is(string body) => HttpMessageText.WithoutSecrets(body).Should().Be(body);

    [Fact]
    public void What_is_too_deep_to_be_looked_into_is_hidden_whole()
    {
        var body = "a=mArK&x=1";
        for (var level = 0; level < 20; level++)
        {
            body = "a=" + Uri.EscapeDataString(body);
        }

        HttpMessageText.WithoutSecrets(body).Should().Contain("(hidden)").And.NotContain("mArK");
    }

    [Fact]
    public void A_long_body_is_cut_and_says_its_size()
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', 5000));

        HttpMessageText.Body(bytes, bytes.Length, 10).Should().Be("xxxxxxxxxx… (cut; 5,000 bytes in all)");
    }

    [Fact]
    public void What_is_no_text_says_its_size_alone() => HttpMessageText.Body([0, 255, 0, 254, 0, 1], 6, 100).Should().Be("(6 bytes that are no text)");

    [Fact]
    public void The_head_of_a_request_has_its_address_without_user_and_secret_parameters()
    {
        using var request = Http.CreateRequest("POST", "https://ann:mArK@shop.test/orders?api_key=1&apikey=mArK&sig=mArK").WithBearer("mArK").WithJsonBody(new { A = 1 });

        HttpMessageText.Head(request).Should().Equal(
            "POST https://shop.test/orders?api_key=(hidden)&apikey=(hidden)&sig=(hidden) HTTP/1.1", "Authorization: Bearer (hidden, 4 characters)", "Content-Type: application/json; charset=utf-8");
    }
}
