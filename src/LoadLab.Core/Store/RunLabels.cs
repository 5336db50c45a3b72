using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadLab.Core.Store;

/// <summary>Changes the labels in a run document and no other byte of it: what was measured stays as it was written.</summary>
internal static class RunLabels
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document with these labels in place of those it has.</summary>
    /// <exception cref="FormatException">It has no plan with labels.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] Replace(ReadOnlySpan<byte> document, IReadOnlyDictionary<string, string> labels)
    {
        var (start, end) = Find(document);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteStartObject();
            foreach (var (key, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        return [.. document[..start], .. text.ToArray(), .. document[end..]];
    }

    private static (int Start, int End) Find(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        var isPlan = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != (isPlan ? 2 : 1))
            {
                continue;
            }

            if (!isPlan && reader.ValueTextEquals("plan"))
            {
                isPlan = true;
            }
            else if (isPlan && reader.ValueTextEquals("labels"))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return (start, (int)reader.BytesConsumed);
            }
            else if (reader.Read())
            {
                reader.Skip();
            }
        }

        throw new FormatException("The document has no plan with labels.");
    }
}
