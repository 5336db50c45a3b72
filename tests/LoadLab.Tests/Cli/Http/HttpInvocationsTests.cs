using LoadLab.Cli.Http;
using LoadLab.Cli.Invocations;
using LoadLab.Core.Text;

namespace LoadLab.Tests.Cli.Http;

/// <summary>What a report says about making an ad hoc load again.</summary>
public sealed class HttpInvocationsTests
{
    private static readonly CommandEnvironment Outside = new("/checkout", "/home/ann", "/checkout/loadlab", new Variables(_ => null));

    [Fact]
    public void An_ad_hoc_load_is_asked_for_again_with_its_request()
    {
        var again = new HttpInvocations(Outside).Of(
            new HttpArguments
            {
                Target = ["POST", "http://h:1/a?q=${Q}#x"],
                Rate = "5/s",
                Duration = "2s",
                Headers = ["Accept: text/html", "Authorization: Bearer ${TOKEN}", "X-Tenant: ${TENANT}"],
                Body = "{\"user\": \"ann\", \"password\": \"${PASSWORD}\"}",
                Http2 = true,
                Check = false,
                Labels = new Dictionary<string, string> { ["build"] = "7" },
            },
            output: null);

        again.Before.Should().BeEmpty();
        again.Arguments.Should().Equal(
            "http", "POST", "http://h:1/a?q=${Q}", "--rate", "5/s", "--duration", "2s", "-H", "Accept: text/html", "-H", "Authorization: Bearer ${TOKEN}", "-H", "X-Tenant: ${TENANT}",
            "--body", "{\"user\": \"ann\", \"password\": \"${PASSWORD}\"}", "--http2", "--no-check", "--label", "build=7");
    }

    [Theory]
    [InlineData("http://h/?key=hidden", "X-Key: hidden", "hidden", "http://h/?${LOADLAB_QUERY}", "X-Key: ${LOADLAB_HEADER_X_KEY}", 3)]
    [InlineData("http://u:hidden@h/", "Cookie: a=hidden", "{\"password\": \"hidden\", \"a\": \"${A}\"}", "${LOADLAB_URL}", "Cookie: ${LOADLAB_HEADER_COOKIE}", 3)]
    [InlineData("http://h/", "Accept: */*", "password=${P}&token=hidden", "http://h/", "Accept: */*", 1)]
    public void What_of_a_request_may_be_secret_is_not_kept(string url, string header, string body, string shownUrl, string shownHeader, int told)
    {
        var again = new HttpInvocations(Outside).Of(new HttpArguments { Target = [url], Headers = [header], Body = body }, output: null);

        again.Arguments.Should().Equal("http", shownUrl, "-H", shownHeader, "--body", "${LOADLAB_BODY}");
        again.Before.Should().HaveCount(told);
        again.ToShell().Should().NotContain("hidden");
    }

    [Fact]
    public void Resends_are_asked_for_again()
    {
        var again = new HttpInvocations(Outside).Of(new HttpArguments { Target = ["http://h/"], Timeout = "2s", Resend = "idempotent" }, output: null);

        again.Arguments.Should().Equal("http", "http://h/", "--resend", "idempotent", "--timeout", "2s");
    }

    [Fact]
    public void Forms_cookies_users_and_limits_are_asked_for_again_without_their_secrets()
    {
        var again = new HttpInvocations(Outside).Of(
            new HttpArguments
            {
                Target = ["http://h/"],
                Form = ["title=hidden", "file=@essay.pdf", "who=${WHO}"],
                Cookies = ["session=hidden"],
                User = "ann:hidden",
                Compressed = true,
                AssertStatus = "200",
                Limits = new Dictionary<string, string> { ["p99"] = "<200ms" },
            },
            output: null);

        again.Arguments.Should().Equal(
            "http", "http://h/", "--form", "title=${LOADLAB_FORM_TITLE}", "--form", "file=@/home/ann/essay.pdf", "--form", "who=${WHO}", "--cookie", "session=${LOADLAB_COOKIE_SESSION}",
            "--user", "${LOADLAB_USER}", "--assert-status", "200", "--p99", "<200ms", "--compressed");
        again.Before.Should().HaveCount(3);
        again.ToShell().Should().NotContain("hidden").And.Contain("'<200ms'");
    }
}
