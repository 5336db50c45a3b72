using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using LoadLab.Engine.Messages;

namespace LoadLab.Engine.Connections;

/// <summary>
/// Hands the headers of an answer over to its message. It remembers the lines of the last answer on its connection: most come again byte
/// for byte, and their texts need not be made again.
/// </summary>
internal sealed class HeaderMemory
{
    private readonly List<Line> _lines = [];
    private string _reason = "";

    /// <summary>Adds the headers of a head to an answer.</summary>
    /// <exception cref="HttpRequestException">A line is no header.</exception>
    public void Fill(ReadOnlySpan<byte> head, HttpResponseMessage answer)
    {
        var status = HttpHead.NextLine(ref head);
        answer.ReasonPhrase = ReasonOf(status.Length > 13 ? status[13..] : default);
        for (var number = 0; ; number++)
        {
            var line = HttpHead.NextLine(ref head);
            if (line.IsEmpty)
            {
                return;
            }

            // A line that begins with a blank goes on from the one before (RFC 9112, section 5.2).
            var folded = head.Length > 0 && head[0] is (byte)' ' or (byte)'\t' ? Unfold(line, ref head) : null;
            Remembered(number, folded ?? line).AddTo(answer);
        }
    }

    /// <summary>Adds the lines of a trailer.</summary>
    public static void FillTrailer(ReadOnlySpan<byte> trailer, HttpResponseMessage answer)
    {
        while (!trailer.IsEmpty)
        {
            var line = HttpHead.NextLine(ref trailer);
            if (!line.IsEmpty)
            {
                var read = Line.Read(line);
                answer.TrailingHeaders.TryAddWithoutValidation(read.Name, read.Value);
            }
        }
    }

    private static byte[] Unfold(scoped ReadOnlySpan<byte> line, scoped ref ReadOnlySpan<byte> head)
    {
        var whole = line.ToArray().ToList();
        while (head.Length > 0 && head[0] is (byte)' ' or (byte)'\t')
        {
            // In place of the line's end, as .NET has it.
            whole.AddRange("  "u8);
            whole.AddRange(HttpHead.NextLine(ref head));
        }

        return [.. whole];
    }

    private Line Remembered(int number, ReadOnlySpan<byte> line)
    {
        if (number < _lines.Count && _lines[number].Bytes.AsSpan().SequenceEqual(line))
        {
            return _lines[number];
        }

        var read = Line.Read(line);
        if (number < _lines.Count)
        {
            _lines[number] = read;
        }
        else
        {
            _lines.Add(read);
        }

        return read;
    }

    private string ReasonOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.SequenceEqual("OK"u8))
        {
            return "OK";
        }

        if (!Ascii.Equals(bytes, _reason))
        {
            _reason = Encoding.Latin1.GetString(bytes);
        }

        return _reason;
    }

    /// <summary>One header's line.</summary>
    private readonly record struct Line(byte[] Bytes, string Name, string Value)
    {
        public static Line Read(ReadOnlySpan<byte> line)
        {
            var colon = line.IndexOf((byte)':');
            return colon > 0
                ? new Line(line.ToArray(), Encoding.Latin1.GetString(line[..colon].TrimEnd(" \t"u8)), Encoding.Latin1.GetString(line[(colon + 1)..].Trim(" \t"u8)))
                : throw Faults.NotHttp($"the header line '{Encoding.Latin1.GetString(line[..Math.Min(line.Length, 100)])}' has no name");
        }

        public void AddTo(HttpResponseMessage answer)
        {
            if (!answer.Headers.TryAddWithoutValidation(Name, Value) && !answer.Content.Headers.TryAddWithoutValidation(Name, Value))
            {
                throw Faults.NotHttp($"'{Name}' is not the name of a header");
            }
        }
    }
}
