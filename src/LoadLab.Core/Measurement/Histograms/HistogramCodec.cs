using System.Buffers.Binary;
using System.IO.Compression;

namespace LoadLab.Core.Measurement.Histograms;

/// <summary>
/// The compressed V2 encoding of HdrHistogram (github.com/HdrHistogram, <c>encodeIntoCompressedByteBuffer</c>), so that existing tools
/// open what LoadLab writes: a header, then counts as ZigZag LEB128 in which a negative number is a run of zeros, all deflated.
/// A count in the top bucket is read back as overflow: nothing else takes an hour.
/// </summary>
internal static class HistogramCodec
{
    private const int EncodingCookie = 0x1c849303 | 0x10;
    private const int CompressedCookie = 0x1c849304 | 0x10;
    private const int HeaderBytes = 40;
    private static readonly int OverflowIndex = HistogramLayout.IndexOf(HistogramLayout.HighestTrackableMicros);

    /// <summary>The histogram as base64, as it stands in a histogram log.</summary>
    public static string ToBase64(PackedHistogram histogram) => Convert.ToBase64String(Encode(histogram));

    /// <summary>Reads what <see cref="ToBase64"/> or another HdrHistogram wrote, when it is in microseconds up to one hour at 3 digits.</summary>
    /// <exception cref="FormatException">It is not such a histogram, or damaged.</exception>
    public static PackedHistogram FromBase64(ReadOnlySpan<char> text)
    {
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(text, bytes, out var length))
        {
            throw new FormatException("Histogram is not base64.");
        }

        return Decode(bytes.AsSpan(0, length).ToArray());
    }

    /// <summary>Encodes and compresses.</summary>
    public static byte[] Encode(PackedHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var raw = new byte[HeaderBytes + (histogram.Indices.Length * 18)];
        var length = WritePayload(histogram, raw.AsSpan(HeaderBytes));
        var header = raw.AsSpan(0, HeaderBytes);
        BinaryPrimitives.WriteInt32BigEndian(header, EncodingCookie);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], length);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], 0);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], HistogramLayout.SignificantDigits);
        BinaryPrimitives.WriteInt64BigEndian(header[16..], 1);
        BinaryPrimitives.WriteInt64BigEndian(header[24..], HistogramLayout.HighestTrackableMicros);
        BinaryPrimitives.WriteDoubleBigEndian(header[32..], 1.0);

        using var stream = new MemoryStream();
        stream.Write(stackalloc byte[8]);
        using (var deflate = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(raw, 0, HeaderBytes + length);
        }

        var result = stream.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(result, CompressedCookie);
        BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(4), result.Length - 8);
        return result;
    }

    /// <summary>Decompresses and decodes.</summary>
    /// <exception cref="FormatException">Not a histogram of LoadLab's layout, or damaged.</exception>
    public static PackedHistogram Decode(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length < 8 || BinaryPrimitives.ReadInt32BigEndian(bytes) != CompressedCookie)
        {
            throw new FormatException("Not a compressed V2 histogram.");
        }

        byte[] raw;
        try
        {
            using var inflate = new ZLibStream(new MemoryStream(bytes, 8, bytes.Length - 8), CompressionMode.Decompress);
            using var whole = new MemoryStream();
            inflate.CopyTo(whole);
            raw = whole.ToArray();
        }
        catch (InvalidDataException fault)
        {
            throw new FormatException("Histogram is damaged: " + fault.Message, fault);
        }

        var header = raw.AsSpan();
        if (raw.Length < HeaderBytes
            || BinaryPrimitives.ReadInt32BigEndian(header) != EncodingCookie
            || BinaryPrimitives.ReadInt32BigEndian(header[12..]) != HistogramLayout.SignificantDigits
            || BinaryPrimitives.ReadInt64BigEndian(header[16..]) != 1)
        {
            throw new FormatException("Histogram is not of LoadLab's layout: 1 µs units at 3 significant digits.");
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        if (length < 0 || length > raw.Length - HeaderBytes)
        {
            throw new FormatException($"Histogram is cut off: {raw.Length - HeaderBytes} bytes of {length}.");
        }

        return ReadPayload(header.Slice(HeaderBytes, length));
    }

    private static int WritePayload(PackedHistogram histogram, Span<byte> into)
    {
        var at = 0;
        var next = 0;
        for (var i = 0; i < histogram.Indices.Length; i++)
        {
            var gap = histogram.Indices[i] - next;
            if (gap == 1)
            {
                at += WriteZigZag(into[at..], 0);
            }
            else if (gap > 1)
            {
                at += WriteZigZag(into[at..], -gap);
            }

            at += WriteZigZag(into[at..], histogram.Counts[i]);
            next = histogram.Indices[i] + 1;
        }

        return at;
    }

    private static PackedHistogram ReadPayload(ReadOnlySpan<byte> from)
    {
        var indices = new List<int>();
        var counts = new List<long>();
        var index = 0;
        while (!from.IsEmpty)
        {
            var value = ReadZigZag(ref from);
            if (value < 0)
            {
                index = value > -HistogramLayout.CountsLength ? index - (int)value : HistogramLayout.CountsLength;
                continue;
            }

            if (value > 0)
            {
                if (index >= HistogramLayout.CountsLength)
                {
                    throw new FormatException("Histogram has counts above one hour.");
                }

                indices.Add(index);
                counts.Add(value);
            }

            index++;
        }

        var overflow = indices.Count > 0 && indices[^1] == OverflowIndex ? counts[^1] : 0;
        return new PackedHistogram([.. indices], [.. counts], overflow);
    }

    /// <summary>ZigZag LEB128 in at most nine bytes; the ninth has all eight bits (HdrHistogram's LEB128-64b9B).</summary>
    private static int WriteZigZag(Span<byte> into, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        var at = 0;
        while (rest >= 0x80 && at < 8)
        {
            into[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        into[at++] = (byte)rest;
        return at;
    }

    private static long ReadZigZag(ref ReadOnlySpan<byte> from)
    {
        ulong value = 0;
        for (var at = 0; at < 9; at++)
        {
            if (at >= from.Length)
            {
                throw new FormatException("Histogram is cut off inside a number.");
            }

            var part = from[at];
            value |= (at == 8 ? part : (ulong)(part & 0x7F)) << (7 * at);
            if (at == 8 || part < 0x80)
            {
                from = from[(at + 1)..];
                break;
            }
        }

        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
