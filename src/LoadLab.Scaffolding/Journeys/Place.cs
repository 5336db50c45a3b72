using System.Text.RegularExpressions;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>
/// A place in a text where a <see cref="JourneyValue"/> will stand. It is kept inside the text, between two characters of the private use area
/// that no source may have: <see cref="Clean"/>.
/// </summary>
internal static partial class Place
{
    private const char Open = '\uE000';
    private const char Close = '\uE001';
    private const char NumberSign = '#';

    /// <summary>The place of a value.</summary>
    public static string Of(string value) => $"{Open}{value}{Close}";

    /// <summary>The place of a value that JSON has as a number.</summary>
    public static string Number(string value) => $"{Open}{NumberSign}{value}{Close}";

    /// <summary>True when a text has a place.</summary>
    public static bool IsIn(string text) => text.Contains(Open, StringComparison.Ordinal);

    /// <summary>A text of a source, in which nothing can be taken for a place.</summary>
    public static string Clean(string text) => text.IndexOfAny([Open, Close]) < 0 ? text : text.Replace(Open, '\uFFFD').Replace(Close, '\uFFFD');

    /// <summary>The parts of a text, in their order.</summary>
    public static IEnumerable<TextPart> Split(string text)
    {
        var at = 0;
        foreach (Match match in Pattern().Matches(text))
        {
            if (match.Index > at)
            {
                yield return new TextPart(text[at..match.Index], null, false);
            }

            yield return new TextPart("", match.Groups[2].Value, match.Groups[1].Length > 0);
            at = match.Index + match.Length;
        }

        if (at < text.Length)
        {
            yield return new TextPart(text[at..], null, false);
        }
    }

    [GeneratedRegex("\uE000(#?)([^\uE001]*)\uE001")]
    private static partial Regex Pattern();
}

/// <summary>A part of a text: words, or the place of a value.</summary>
/// <param name="Words">The words; empty for a place.</param>
/// <param name="Value">The value's name; null for words.</param>
/// <param name="IsNumber">True where JSON has a number.</param>
internal readonly record struct TextPart(string Words, string? Value, bool IsNumber);
