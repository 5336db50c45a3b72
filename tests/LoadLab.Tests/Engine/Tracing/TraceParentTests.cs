using LoadLab.Engine.Tracing;

namespace LoadLab.Tests.Engine.Tracing;

public sealed class TraceParentTests
{
    [Theory]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", false)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03", true)]
    [InlineData("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes", true)]
    public void A_header_is_read(string header, bool isSampled)
    {
        TraceParent.TryRead(header, out var parent).Should().BeTrue();

        parent.TraceId.Should().Be("4bf92f3577b34da6a3ce929d0e0e4736");
        parent.IsSampled.Should().Be(isSampled);
        parent.Span.Should().Be(0x00f067aa0ba902b7);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01")]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more")]
    [InlineData("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e47361-0f067aa0ba902b7-01")]
    public void What_tracing_ignores_is_no_trace(string header) => TraceParent.TryRead(header, out _).Should().BeFalse();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var parent = new TraceParent(1, 0xfedcba9876543210, 2, IsSampled: true);

        parent.Header.Should().Be("00-0000000000000001fedcba9876543210-0000000000000002-01");
        TraceParent.TryRead(parent.Header, out var read).Should().BeTrue();
        read.Should().Be(parent);
    }
}
