using System.Net.Http.Headers;
using System.Text;

namespace LoadLab.K6.Requests;

/// <summary>The headers of an answer with k6's spelling. They are read when a script asks for them: most ask for none.</summary>
/// <param name="answer">Those of the answer.</param>
/// <param name="content">Those of its body.</param>
internal sealed class AnswerHeaders(HttpResponseHeaders answer, HttpContentHeaders content)
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private IReadOnlyList<KeyValuePair<string, string>>? _all;

    /// <summary>All of them; several values are joined by a comma.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All => _all ??=
    [
        .. answer.NonValidated.Concat(content.NonValidated).Where(header => !header.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            .Select(header => new KeyValuePair<string, string>(HeaderNames.Canonical(header.Key), Text(header.Value))),
    ];

    /// <summary>A header of the answer itself; null for none.</summary>
    public string? Find(string name) => answer.NonValidated.TryGetValues(name, out var values) ? Text(values) : null;

    /// <summary>Values are bytes, one character each. Where they are UTF-8, k6 reads them as that.</summary>
    internal static string Text(string value)
    {
        if (Ascii.IsValid(value) || value.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff'))
        {
            return value;
        }

        try
        {
            return s_strict.GetString(Encoding.Latin1.GetBytes(value));
        }
        catch (DecoderFallbackException)
        {
            return value;
        }
    }

    private static string Text(HeaderStringValues values) => Text(values.Count == 1 ? values.ToString() : string.Join(", ", values));
}
