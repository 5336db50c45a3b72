using System.Globalization;
using System.Text;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Measurement;

/// <summary>
/// Writes the standard histogram log (format 1.3), one line for each second and series, tagged
/// <c>phase|scenario|step|class|hold or ramp|response or service</c> with each part percent-encoded. UTF-8, invariant numbers. Not thread-safe.
/// </summary>
internal sealed class HistogramLogWriter : IDisposable
{
    private readonly StreamWriter _writer;

    /// <summary>Starts a log; times in it count from <paramref name="startedAt"/>.</summary>
    public HistogramLogWriter(Stream stream, DateTimeOffset startedAt)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
        var start = (startedAt.ToUnixTimeMilliseconds() / 1000.0).ToString("F3", CultureInfo.InvariantCulture);
        _writer.WriteLine("#[Histogram log format version 1.3]");
        _writer.WriteLine($"#[StartTime: {start} (seconds since epoch), {startedAt.ToString("O", CultureInfo.InvariantCulture)}]");
        _writer.WriteLine($"#[BaseTime: {start} (seconds since epoch)]");
        _writer.WriteLine("#[Values are microseconds; Interval_Max is in milliseconds]");
        _writer.WriteLine("\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"");
    }

    /// <summary>Writes both histograms of a slice.</summary>
    public void Write(LoadSlice slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        WriteLine(slice, "response", slice.Response);
        WriteLine(slice, "service", slice.Service);
    }

    /// <summary>Hands everything to the stream, and the stream to the system.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>Flushes and closes the stream.</summary>
    public void Dispose() => _writer.Dispose();

    private void WriteLine(LoadSlice slice, string kind, PackedHistogram histogram) =>
        _writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Tag={SeriesTag.Format(slice.Key, kind)},{slice.Second:F3},1.000,{histogram.MaxMicros / 1000.0:F3},{HistogramCodec.ToBase64(histogram)}"));
}
