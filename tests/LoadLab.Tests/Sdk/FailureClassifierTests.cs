using System.Net.Sockets;
using System.Security.Authentication;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Tests.Sdk;

public sealed class FailureClassifierTests
{
    public static TheoryData<Exception, FailureKind> Table => new()
    {
        { new TimeoutException(), FailureKind.Timeout },
        { new OperationCanceledException(), FailureKind.Timeout },
        { new TaskCanceledException("t", new TimeoutException()), FailureKind.Timeout },
        { new SocketException((int)SocketError.TimedOut), FailureKind.Timeout },
        { new SocketException((int)SocketError.ConnectionRefused), FailureKind.Refused },
        { new SocketException((int)SocketError.HostNotFound), FailureKind.Refused },
        { new SocketException((int)SocketError.NetworkUnreachable), FailureKind.Refused },
        { new SocketException((int)SocketError.TooManyOpenSockets), FailureKind.Refused },
        { new SocketException((int)SocketError.ConnectionReset), FailureKind.Reset },
        { new SocketException((int)SocketError.ConnectionAborted), FailureKind.Reset },
        { new SocketException((int)SocketError.Shutdown), FailureKind.Reset },
        { new IOException("x", new SocketException((int)SocketError.ConnectionReset)), FailureKind.Reset },
        { new IOException("x"), FailureKind.Reset },
        { new HttpRequestException(HttpRequestError.NameResolutionError), FailureKind.Refused },
        { new HttpRequestException(HttpRequestError.ConnectionError), FailureKind.Refused },
        { new HttpRequestException(HttpRequestError.SecureConnectionError, inner: new AuthenticationException()), FailureKind.Refused },
        { new HttpRequestException(HttpRequestError.ProxyTunnelError), FailureKind.Refused },
        { new HttpRequestException(HttpRequestError.ResponseEnded), FailureKind.Reset },
        { new HttpRequestException(HttpRequestError.HttpProtocolError), FailureKind.Protocol },
        { new HttpRequestException(HttpRequestError.InvalidResponse), FailureKind.Protocol },
        { new HttpRequestException(HttpRequestError.VersionNegotiationError), FailureKind.Protocol },
        { new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded), FailureKind.Protocol },
        { new HttpRequestException(HttpRequestError.Unknown), FailureKind.Protocol },
        { new HttpRequestException("x", new SocketException((int)SocketError.ConnectionReset)), FailureKind.Reset },
        { new HttpRequestException("x", new HttpIOException(HttpRequestError.ResponseEnded)), FailureKind.Reset },
        { new HttpIOException(HttpRequestError.InvalidResponse), FailureKind.Protocol },
        { new InvalidOperationException(), FailureKind.Exception },
        { new AggregateException(new SocketException((int)SocketError.ConnectionRefused)), FailureKind.Refused },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Exception_has_one_class(Exception fault, FailureKind kind) => FailureClassifier.Classify(fault).Should().Be(kind);

    [Fact]
    public void Response_says_what_the_exception_says_and_names_the_type_of_a_bug()
    {
        FailureClassifier.ToResponse<int>(new TimeoutException("slow"))
            .Should().BeEquivalentTo(new { IsError = true, Failure = FailureKind.Timeout, Message = "slow", StatusCode = "", SizeBytes = 0L });
        FailureClassifier.ToResponse<int>(new FormatException("no number")).Message.Should().Be("FormatException: no number");
        FluentActions.Invoking(() => FailureClassifier.ToResponse<int>(null!)).Should().Throw<ArgumentNullException>();
    }
}
