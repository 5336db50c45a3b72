using System.Text;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Tests.Core.Measurement.Histograms;

public sealed class HistogramLogTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 30, 0, TimeSpan.Zero);

    private static readonly LoadSlice[] Slices =
    [
        new(0, new SeriesKey("rate-150", "student", "*", ResultClasses.Ok, false), Packed(1), Packed(2)),
        new(0, new SeriesKey("rate-150", "student", "GET /a,b |c\n", ResultClasses.Timeout, true), Packed(3), Packed(4)),
        new(61, new SeriesKey("phase with blank", "s", "100%", ResultClasses.Status5xx, true), Packed(5), PackedHistogram.Empty),
    ];

    [Fact]
    public void Slices_come_back_in_order_with_any_step_name()
    {
        var log = Write();

        var read = HistogramLogReader.Read(new MemoryStream(log)).ToList();

        read.Select(slice => (slice.Second, slice.Key)).Should().Equal(Slices.Select(slice => (slice.Second, slice.Key)));
        read.Select(slice => HistogramCodec.ToBase64(slice.Response)).Should().Equal(Slices.Select(slice => HistogramCodec.ToBase64(slice.Response)));
        read.Select(slice => HistogramCodec.ToBase64(slice.Service)).Should().Equal(Slices.Select(slice => HistogramCodec.ToBase64(slice.Service)));
    }

    [Fact]
    public void Log_is_utf8_without_mark_and_opens_in_the_HdrHistogram_package()
    {
        var log = Write();

        log[0].Should().Be((byte)'#');
        using var reader = new HdrHistogram.HistogramLogReader(new MemoryStream(log));
        var theirs = reader.ReadHistograms().ToList();
        theirs.Should().HaveCount(6);
        theirs[0].Tag.Should().Be("rate-150|student|%2A|ok|ramp|response");
        theirs[0].TotalCount.Should().Be(100);
    }

    [Fact]
    public void Log_cut_off_at_any_byte_gives_what_was_whole()
    {
        var log = Write();

        for (var length = 0; length < log.Length; length += 7)
        {
            var read = HistogramLogReader.Read(new MemoryStream(log, 0, length)).ToList();

            read.Count.Should().BeLessThanOrEqualTo(Slices.Length);
            read.Select(slice => slice.Key).Should().Equal(Slices.Take(read.Count).Select(slice => slice.Key));
        }
    }

    [Fact]
    public void Damaged_line_in_the_middle_is_named()
    {
        var lines = Encoding.UTF8.GetString(Write()).Split('\n');
        lines[6] = lines[6][..40];

        var read = () => HistogramLogReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)))).ToList();

        read.Should().Throw<FormatException>().WithMessage("Histogram log, line 7:*");
    }

    private static byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var writer = new HistogramLogWriter(stream, Start))
        {
            foreach (var slice in Slices)
            {
                writer.Write(slice);
            }
        }

        return stream.ToArray();
    }

    private static PackedHistogram Packed(int seed) => LatencyHistogramTests.Filled(seed, 100).Pack();
}
