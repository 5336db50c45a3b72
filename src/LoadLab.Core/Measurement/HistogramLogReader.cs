using System.Globalization;
using LoadLab.Core.Measurement.Histograms;

namespace LoadLab.Core.Measurement;

/// <summary>Reads what <see cref="HistogramLogWriter"/> wrote.</summary>
internal static class HistogramLogReader
{
    /// <summary>
    /// The slices of a log, in order. A last line that was cut off, as by a kill, is left out; a damaged line before it is a fault.
    /// </summary>
    /// <exception cref="FormatException">A line is damaged; says which.</exception>
    public static IEnumerable<LoadSlice> Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var keys = new Dictionary<string, (SeriesKey Key, string Kind)?>(StringComparer.Ordinal);
        (int Second, SeriesKey Key, PackedHistogram Response)? open = null;
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0 || line[0] is '#' or '"')
            {
                continue;
            }

            if (ReadLine(line, number, reader.EndOfStream, keys) is not { } read)
            {
                continue;
            }

            if (read.Kind == "response")
            {
                open = (read.Second, read.Key, read.Histogram);
            }
            else if (open is { } half && half.Key == read.Key && half.Second == read.Second)
            {
                yield return new LoadSlice(half.Second, half.Key, half.Response, read.Histogram);
                open = null;
            }
        }
    }

    private static (int Second, SeriesKey Key, string Kind, PackedHistogram Histogram)? ReadLine(
        string line, int number, bool isLast, Dictionary<string, (SeriesKey Key, string Kind)?> keys)
    {
        var parts = line.Split(',');
        try
        {
            if (parts.Length != 5 || !parts[0].StartsWith("Tag=", StringComparison.Ordinal))
            {
                throw new FormatException($"{parts.Length} fields where a tagged line has 5.");
            }

            var tag = parts[0][4..];
            if (!keys.TryGetValue(tag, out var series))
            {
                keys[tag] = series = SeriesTag.Parse(tag);
            }

            return series is { } known
                ? ((int)double.Parse(parts[1], CultureInfo.InvariantCulture), known.Key, known.Kind, HistogramCodec.FromBase64(parts[4]))
                : null;
        }
        catch (FormatException) when (isLast)
        {
            return null;
        }
        catch (FormatException fault)
        {
            throw new FormatException($"Histogram log, line {number}: {fault.Message}", fault);
        }
    }
}
