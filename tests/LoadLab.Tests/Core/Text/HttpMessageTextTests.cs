using System.Text;
using LoadLab.Core.Text;
using LoadLab.Sdk;

namespace LoadLab.Tests.Core.Text;

public sealed class HttpMessageTextTests
{
    [Theory]
    [InlineData("Authorization", "Bearer mArKmArK", "Bearer (hidden, 8 characters)")]
    [InlineData("Authorization", "mArKmArK", "(hidden, 8 characters)")]
    [InlineData("Proxy-Authorization", "Basic mArK", "Basic (hidden, 4 characters)")]
    [InlineData("Cookie", "a=mArK; sid=mArKmArK", "a=(hidden, 4 characters); sid=(hidden, 8 characters)")]
    [InlineData("set-cookie", "sid=mArK; Path=/; HttpOnly", "sid=(hidden, 4 characters); Path=/; HttpOnly")]
    [InlineData("X-Api-Key", "mArK", "(hidden, 4 characters)")]
    [InlineData("X-CSRF-Token", "mArK", "(hidden, 4 characters)")]
    [InlineData("Location", "http://ann:mArK@h/a?token=mArK&b=1#x", "http://h/a?token=(hidden)&b=1")]
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
