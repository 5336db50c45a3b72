using System.Text;
using LoadLab.Engine.Messages;

namespace LoadLab.Tests.Engine.Messages;

public sealed class HttpResponseParserTests
{
    public static TheoryData<string, int, bool, long> Complete => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, true, 5 },
        { "HTTP/1.1 200 OK\r\ncontent-length:5 \r\nServer: nginx\r\n\r\nhello", 200, true, 5 },
        { "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", 200, true, 0 },
        { "HTTP/1.1 204 No Content\r\n\r\n", 204, true, 0 },
        { "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n", 304, true, 0 },
        { "HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno", 503, false, 2 },
        { "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, false, 2 },
        { "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok", 200, true, 2 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", 200, true, 11 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n", 200, true, 10 },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx", 201, true, 1 },
        { "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", 200, true, 2 },
        { "HTTP/1.1 200\nConnection: close\nContent-Length: 2\r\n\nok", 200, false, 2 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 2\n\r\nok", 200, true, 2 },
        { "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n6;x=y\n world\r\n0\nTrailer: x\n\n", 200, true, 11 },
        { "HTTP/1.1 200 OK\nContent-Length: 4\n\n\r\n\r\n", 200, true, 4 },
        { "HTTP/1.1 100 Continue\n\nHTTP/1.1 201 Created\nContent-Length: 1\n\nx", 201, true, 1 },
        { "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, true, 1 },
    };

    public static TheoryData<string> Invalid => new()
    {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 099 Low\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    };

    [Theory]
    [MemberData(nameof(Complete))]
    public void Answer_is_understood_however_it_is_cut_up(string answer, int status, bool keepAlive, long body)
    {
        var bytes = Encoding.Latin1.GetBytes(answer);
        for (var step = 1; step <= bytes.Length; step++)
        {
            var parser = new HttpResponseParser(isHead: false);

            Feed(ref parser, bytes, step).Should().Be(HttpAnswerState.Complete);

            parser.StatusCode.Should().Be(status);
            parser.KeepAlive.Should().Be(keepAlive);
            parser.BodyBytes.Should().Be(body);
        }
    }

    [Theory]
    [MemberData(nameof(Complete))]
    public void Answer_that_is_cut_off_is_never_complete(string answer, int status, bool keepAlive, long body)
    {
        _ = (status, keepAlive, body);
        var bytes = Encoding.Latin1.GetBytes(answer);
        for (var length = 0; length < bytes.Length; length++)
        {
            var parser = new HttpResponseParser(isHead: false);

            Feed(ref parser, bytes[..length], Math.Max(1, length)).Should().Be(HttpAnswerState.Incomplete);

            parser.IsCompleteAtClose.Should().BeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Garbage_is_told_from_an_answer(string answer)
    {
        var bytes = Encoding.Latin1.GetBytes(answer);
        for (var step = 1; step <= bytes.Length; step++)
        {
            var parser = new HttpResponseParser(isHead: false);

            Feed(ref parser, bytes, step).Should().Be(HttpAnswerState.Invalid);
        }
    }

    [Fact]
    public void Body_without_a_length_ends_with_the_connection()
    {
        var parser = new HttpResponseParser(isHead: false);

        Feed(ref parser, "HTTP/1.1 200 OK\r\n\r\nwhatever"u8.ToArray(), 7).Should().Be(HttpAnswerState.Incomplete);

        parser.IsCompleteAtClose.Should().BeTrue();
        parser.KeepAlive.Should().BeFalse();
        parser.BodyBytes.Should().Be(8);
    }

    [Fact]
    public void Answer_to_HEAD_has_no_body()
    {
        var parser = new HttpResponseParser(isHead: true);

        Feed(ref parser, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"u8.ToArray(), 9).Should().Be(HttpAnswerState.Complete);
    }

    [Fact]
    public void Endless_head_is_refused()
    {
        var parser = new HttpResponseParser(isHead: false);
        var bytes = Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\nX: " + new string('x', HttpResponseParser.LongestHead));

        parser.Take(bytes, out _).Should().Be(HttpAnswerState.Invalid);
    }

    /// <summary>Hands over bytes in steps and keeps what is not consumed, as a connection does.</summary>
    private static HttpAnswerState Feed(ref HttpResponseParser parser, byte[] bytes, int step)
    {
        var kept = 0;
        for (var end = Math.Min(step, bytes.Length); ; end = Math.Min(end + step, bytes.Length))
        {
            var state = parser.Take(bytes.AsSpan(kept, end - kept), out var consumed);
            kept += consumed;
            if (state != HttpAnswerState.Incomplete || end == bytes.Length)
            {
                return state;
            }
        }
    }
}
