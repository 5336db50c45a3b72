using System.Net.Http;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Tests.Sdk;

public sealed class HeaderCheckTests
{
    [Theory]
    [InlineData("X-N", "Zoë", "The header 'X-N' has a character in its value that is not ASCII, and cannot be sent.*")]
    [InlineData("X-N", "a\r\nX: b", "The header 'X-N' has a line break in its value, and cannot be sent.*")]
    [InlineData("X-N", "a\0", "The header 'X-N' has a line break in its value, and cannot be sent.*")]
    [InlineData("X N", "a", "'X N' is not the name of a header:*")]
    [InlineData("", "a", "'' is not the name of a header:*")]
    [InlineData("X-Ñ", "a", "'X-Ñ' is not the name of a header:*")]
    [InlineData("Content-Length", "5", "The header 'Content-Length' is made from the body.*")]
    public void A_header_that_cannot_be_sent_as_it_is_is_refused_and_its_value_is_not_shown(string name, string value, string message)
    {
        using var request = Http.CreateRequest("GET", "/");

        var adding = () => request.WithHeader(name, value);

        adding.Should().Throw<ArgumentException>().WithMessage(message).Which.Message.Should().NotContain("Zo");
    }

    [Fact]
    public void A_second_host_is_refused()
    {
        using var request = Http.CreateRequest("GET", "/").WithHeader("Host", "a");

        request.Invoking(one => one.WithHeader("host", "b")).Should().Throw<ArgumentException>().WithMessage("The header 'Host' is given twice.*");
    }

    [Fact]
    public void A_request_that_cannot_be_sent_is_the_scenarios_fault_and_not_the_targets()
    {
        FailureClassifier.Classify(new HttpRequestException("The header 'X' …", new ArgumentException("The header 'X' …"))).Should().Be(FailureKind.Exception);
        FailureClassifier.Classify(new HttpRequestException("no HTTP")).Should().Be(FailureKind.Protocol);
    }
}
