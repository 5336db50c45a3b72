using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.Tests.K6;

/// <summary>Which texts are addresses, as Go reads them.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("http://a/b%20c?d=%#e%20f", null)]
    [InlineData("http://a/?100%&%zz", null)]
    [InlineData("http://a/100%", "'%' is no escape")]
    [InlineData("http://a/%z0/", "'%z0' is no escape")]
    [InlineData("http://a/%2", "'%2' is no escape")]
    [InlineData("http://a/?b#%zz", "'%zz' is no escape")]
    [InlineData("http://a/#?%zz", "'%zz' is no escape")]
    [InlineData("http://a/\r", "it has a control character")]
    [InlineData("http://a/\u007f", "it has a control character")]
    public void A_text_is_no_address_for_what_Go_refuses(string text, string? fault) => AddressFault.Of(text).Should().Be(fault);

    [Theory]
    [InlineData("/b?c=1#d", "http://a/b?c=1#d", false)]
    [InlineData("b/c:d", "http://a/x/b/c:d", false)]
    [InlineData("?a:b", "http://a/x/y?a:b", false)]
    [InlineData("https://b/", "https://b/", true)]
    [InlineData("//b/c", "http://b/c", false)]
    [InlineData("mailto:me", "mailto:me", true)]
    public void A_redirect_leads_to(string location, string expected, bool isWhole) =>
        RedirectTarget.Of(302, location, new Uri("http://a/x/y")).Should().Be(new RedirectTarget(new Uri(expected), null, isWhole));

    [Theory]
    [InlineData(302, null)]
    [InlineData(302, "")]
    [InlineData(304, "/b")]
    [InlineData(200, "/b")]
    public void An_answer_that_leads_nowhere_is_the_answer(int status, string? location) => RedirectTarget.Of(status, location, new Uri("http://a/")).Should().Be(default(RedirectTarget));

    [Theory]
    [InlineData("/%zz", "'%zz' is no escape")]
    [InlineData(":b", "its first part has a colon, and no scheme before it")]
    [InlineData("1a:b/c", "its first part has a colon, and no scheme before it")]
    [InlineData("http://[b", "it is no address")]
    public void A_redirect_to_what_is_no_address_says_so(string location, string why) =>
        RedirectTarget.Of(301, location, new Uri("http://a/")).Should().Be(new RedirectTarget(null, $"failed to parse Location header \"{location}\": {why}"));

    [Fact]
    public void Addresses_are_kept_in_bounded_memory()
    {
        var known = new KnownAddresses();
        for (var i = 0; i < KnownAddresses.MostKept + 50; i++)
        {
            known.Keep($"http://a/{i}", new Uri($"http://a/{i}"));
        }

        known.Kept.Should().Be(KnownAddresses.MostKept);
        known.Find("http://a/7").Should().Be(new Uri("http://a/7"));
        known.Find($"http://a/{KnownAddresses.MostKept + 49}").Should().BeNull();
    }
}
