using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Writing;

/// <summary>Texts as C# writes them.</summary>
/// <param name="values">The values of the journey.</param>
internal sealed class CSharpText(ImmutableArray<JourneyValue> values)
{
    private readonly Dictionary<string, JourneyValue> _values = values.ToDictionary(value => value.Name, StringComparer.Ordinal);

    /// <summary>A string literal.</summary>
    public static string Literal(string text) => $"\"{Escape(text)}\"";

    /// <summary>What is written for a value: a variable, or a setting.</summary>
    public string Of(string value) => _values[value].Kind == ValueKind.Answer ? value : $"context.Settings[{Literal(value)}]";

    /// <summary>The value itself.</summary>
    public JourneyValue Value(string name) => _values[name];

    /// <summary>An expression that is a string: a literal, a value, or an interpolated string.</summary>
    /// <param name="text">The text with its places.</param>
    /// <param name="inUrl">True where a value must be percent-encoded.</param>
    public string String(string text, bool inUrl = false)
    {
        var parts = Place.Split(text).ToList();
        if (parts.All(part => part.Value is null))
        {
            return Literal(text);
        }

        return parts is [{ Value: { } only }] && !inUrl
            ? _values[only].IsNumber ? $"{Of(only)}.ToString()" : Of(only)
            : "$\"" + string.Concat(parts.Select(part => part.Value is null ? Escape(part.Words).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal) : $"{{{Inserted(part.Value, inUrl)}}}")) + "\"";
    }

    private string Inserted(string value, bool inUrl) => inUrl && !_values[value].IsNumber ? $"Uri.EscapeDataString({Of(value)})" : Of(value);

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            escaped.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\0' => "\\0",
                // What an editor would not show, or would show in another order.
                _ when char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                    => $"\\u{(int)character:X4}",
                _ => character.ToString(),
            });
        }

        return escaped.ToString();
    }
}
