using LoadLab.Engine.Connections;
using LoadLab.Engine.Http2;

namespace LoadLab.Tests.Engine.Http2;

public sealed class ResponseFramesTests
{
    private static readonly byte[] Settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    // GOAWAY, last stream 5, ENHANCE_YOUR_CALM, two bytes of debug data.
    private static readonly byte[] GoAway = [0, 0, 10, 7, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 11, 0x41, 0x42];

    [Fact]
    public void Goaway_keeps_its_last_stream_and_gets_our_code_wherever_it_is_cut()
    {
        for (var cut = 0; cut <= GoAway.Length; cut++)
        {
            var counter = new ConnectionCounter();
            var ledger = new StreamLedger(counter);
            var frames = new ResponseFrames(ledger);
            foreach (var stream in new[] { 1, 3, 5, 7, 9 })
            {
                ledger.Opened(stream);
            }

            frames.Received(Settings.ToArray());
            var bytes = GoAway.ToArray();
            frames.Received(bytes.AsMemory(0, cut));
            frames.Received(bytes.AsMemory(cut));

            bytes.Should().Equal([.. GoAway[..13], 0x4C, 0x4C, 0x47, 11, 0x41, 0x42], "cut at {0}", cut);
            counter.Counts.Reconnects.Should().Be(2, "streams 7 and 9 are above 5");
            frames.GoAwayCode.Should().Be(11);
            frames.IsBetweenFrames.Should().BeTrue();
            ledger.Ended().Lost.Should().BeEquivalentTo([1, 3, 5]);
        }
    }

    [Fact]
    public void A_second_goaway_counts_only_what_the_first_left()
    {
        var counter = new ConnectionCounter();
        var ledger = new StreamLedger(counter);
        foreach (var stream in new[] { 1, 3, 5, 7 })
        {
            ledger.Opened(stream);
        }

        ledger.GoneAway(int.MaxValue);
        ledger.ClosedWith(code: 7, stream: 7);
        ledger.Closed(5);
        ledger.GoneAway(3);
        ledger.Opened(9);

        counter.Counts.Reconnects.Should().Be(2, "7 was refused and 9 came after the GOAWAY; 5 was answered");
        ledger.Ended().Should().BeEquivalentTo((3, new[] { 1, 3 }));
    }

    [Fact]
    public void An_answer_in_http1_is_told_as_such()
    {
        var frames = new ResponseFrames(new StreamLedger(new ConnectionCounter()));

        var read = () => frames.Received("HTTP/1.1 400 Bad Request\r\nServer: x"u8.ToArray());

        read.Should().Throw<Http2NotOfferedException>().WithMessage("The server did not offer HTTP/2 without TLS (h2c): it answered 'HTTP/1.1 400 Bad Request'");
    }
}
