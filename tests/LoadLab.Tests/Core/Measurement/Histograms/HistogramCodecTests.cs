using HdrHistogram;
using HdrHistogram.Encoding;
using HdrHistogram.Utilities;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Tests.Core.Measurement.Histograms;

/// <summary>The encoding is checked against the HdrHistogram package, which reads and writes the same format.</summary>
public sealed class HistogramCodecTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50_000)]
    public void What_is_encoded_is_decoded(int count)
    {
        var histogram = LatencyHistogramTests.Filled(3, count);

        var decoded = PackedHistogram.Merge([HistogramCodec.FromBase64(HistogramCodec.ToBase64(histogram.Pack()))]);

        LatencyHistogramTests.Same(decoded, histogram);
    }

    [Fact]
    public void Overflow_survives()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(5);
        histogram.Record(long.MaxValue, 3);

        var decoded = HistogramCodec.FromBase64(HistogramCodec.ToBase64(histogram.Pack()));

        decoded.OverflowCount.Should().Be(3);
        decoded.TotalCount.Should().Be(4);
    }

    [Fact]
    public void HdrHistogram_package_reads_ours()
    {
        var histogram = LatencyHistogramTests.Filled(4, 30_000);
        var bytes = HistogramCodec.Encode(histogram.Pack());

        var theirs = HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(bytes), 0);

        theirs.TotalCount.Should().Be(30_000);
        theirs.GetMaxValue().Should().Be(histogram.MaxMicros);
        for (var micros = 997L; micros < 400_000; micros += 997)
        {
            theirs.GetCountAtValue(micros).Should().Be(
                histogram.CountAtOrBelow(micros) - histogram.CountAtOrBelow(HistogramLayout.LowestAt(HistogramLayout.IndexOf(micros)) - 1));
        }
    }

    [Fact]
    public void We_read_what_the_HdrHistogram_package_writes()
    {
        var theirs = new LongHistogram(1, HistogramLayout.HighestTrackableMicros, 3);
        var ours = new LatencyHistogram();
        for (var i = 1; i < 5_000; i += 3)
        {
            theirs.RecordValueWithCount(i * 17L, i);
            ours.Record(i * 17L, i);
        }

        var buffer = ByteBuffer.Allocate(theirs.GetNeededByteBufferCapacity());
        var length = theirs.EncodeIntoCompressedByteBuffer(buffer);
        buffer.Position = 0;
        var bytes = Enumerable.Range(0, length).Select(_ => buffer.Get()).ToArray();

        LatencyHistogramTests.Same(PackedHistogram.Merge([HistogramCodec.Decode(bytes)]), ours);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64 at all!")]
    [InlineData("HISTFAAAABl42pNpmSzMwMDAxQABzFAaAA==")]
    public void Damaged_text_is_refused(string text)
    {
        var read = () => HistogramCodec.FromBase64(text);

        read.Should().Throw<FormatException>();
    }
}
