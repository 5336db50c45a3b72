using System.Buffers;

namespace LoadLab.K6.Requests;

/// <summary>What Go, and so k6, takes for no address, and .NET reads all the same. Pure.</summary>
internal static class AddressFault
{
    private static readonly SearchValues<char> s_controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7f).Select(code => (char)code)]);

    /// <summary>Why a text is no address; null when it may be one.</summary>
    public static string? Of(ReadOnlySpan<char> text)
    {
        if (text.ContainsAny(s_controls))
        {
            return "it has a control character";
        }

        if (!text.Contains('%'))
        {
            return null;
        }

        // What stands in the query is taken as it is.
        var hash = text.IndexOf('#') is >= 0 and var at ? at : text.Length;
        var query = text[..hash].IndexOf('?') is >= 0 and var mark ? mark : hash;
        return Escapes(text[..query]) ?? Escapes(text[hash..]);
    }

    private static string? Escapes(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%'))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return $"'{text[at..Math.Min(at + 3, text.Length)]}' is no escape";
            }

            text = text[(at + 3)..];
        }

        return null;
    }
}
