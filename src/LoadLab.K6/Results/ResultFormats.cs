using System.Text;

namespace LoadLab.K6.Results;

/// <summary>Recognises formats.</summary>
internal static class ResultFormats
{
    /// <summary>How much is looked at.</summary>
    public const int Sample = 64 << 10;

    /// <summary>The format of what begins so.</summary>
    public static ResultFormat Of(ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            return ResultFormat.Empty;
        }

        if (text.StartsWith(CsvReader.Start))
        {
            return ResultFormat.Csv;
        }

        if (text[0] != '{')
        {
            return ResultFormat.Unknown;
        }

        // The first line may be damaged: any of the first ones that is k6's tells it.
        foreach (var range in text.Split((byte)'\n'))
        {
            if (NdjsonLine.TryParse(text[range].TrimEnd((byte)'\r'), [], out var line) && !line.Metric.IsEmpty && (line.Type.SequenceEqual("Point"u8) || line.Type.SequenceEqual("Metric"u8)))
            {
                return ResultFormat.Ndjson;
            }
        }

        return ResultFormat.Document;
    }

    /// <summary>The first bytes as a text for a message.</summary>
    public static string Shown(ReadOnlySpan<byte> start) =>
        new([.. Encoding.UTF8.GetString(start[..Math.Min(60, start.Length)]).Select(sign => char.IsControl(sign) || sign == '\uFFFD' ? '·' : sign)]);
}
