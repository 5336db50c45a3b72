using System.Text;
using LoadLab.Engine.Messages;

namespace LoadLab.Tests.Engine.Messages;

public sealed class HttpTargetTests
{
    [Theory]
    [InlineData("http://127.0.0.1/", "127.0.0.1")]
    [InlineData("http://127.0.0.1:8080/", "127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/", "[::1]:8080")]
    [InlineData("https://b\u00fccher.example/", "xn--bcher-kva.example")]
    public void Host_is_the_name_that_the_network_knows(string address, string host)
    {
        var request = Encoding.Latin1.GetString(new HttpTarget { Address = new Uri(address) }.ToBytes());

        request.Should().Contain($"\r\nHost: {host}\r\n");
    }
}
