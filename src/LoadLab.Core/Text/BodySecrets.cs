using System.Text.RegularExpressions;

namespace LoadLab.Core.Text;

/// <summary>Hides in bodies what is secret by its name, in whatever they are written, and in what stands in them as a text. Pure functions.</summary>
internal static partial class BodySecrets
{
    /// <summary>So many texts within texts are looked into; what lies deeper is hidden whole.</summary>
    private const int MostLevels = 12;

    /// <summary>The body without them.</summary>
    public static string Hide(string body) => Hide(body, 0);

    /// <summary>Fields of a form or a query.</summary>
    public static string HideFields(string fields) => HideFields(fields, 0);

    /// <summary>The parameters of addresses that stand in a text.</summary>
    public static string HideParameters(string text) => Parameter().Replace(text, HideValue);

    private static string Hide(string body, int level)
    {
        if (level > 0 && body.AsSpan().IndexOfAny("=\"<") < 0)
        {
            return body;
        }

        if (level > MostLevels)
        {
            return HttpMessageText.HiddenValue;
        }

        if (IsForm().IsMatch(body))
        {
            return HideFields(body, level);
        }

        var text = new JsonSecrets(body, inner => Hide(inner, level + 1)).Hidden();

        // What is left stands in no JSON that can be read: a piece of a string, or markup.
        text = Markup().Replace(JsonNumber().Replace(Json().Replace(text, HideJson), HideValue), HideValue);
        return HideParameters(Part().Replace(text, HideValue));
    }

    private static string HideFields(string fields, int level) => Field().Replace(fields, field =>
    {
        var name = Decoded(field.Groups["name"].Value);
        if (HttpMessageText.IsSecret(name))
        {
            return HideValue(field);
        }

        var value = Decoded(field.Groups["value"].Value);
        var shown = Hide(value, level + 1);
        return shown == value ? field.Value : field.Groups["before"].Value + shown;
    });

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string HideValue(Match match) =>
        HttpMessageText.IsSecret(Decoded(match.Groups["name"].Value)) ? match.Groups["before"].Value + HttpMessageText.HiddenValue + match.Groups["after"].Value : match.Value;

    /// <summary>A member whose name is no secret's may hold JSON as a string: an answer that repeats the request does.</summary>
    private static string HideJson(Match match) => !HttpMessageText.IsSecret(match.Groups["name"].Value) && match.Groups["value"].Value is var value && value.Contains("\\\"", StringComparison.Ordinal)
        ? match.Groups["before"].Value + JsonNumber().Replace(Json().Replace(value, HideJson), HideValue) + match.Groups["after"].Value
        : HideValue(match);

    /// <summary>Its quotes may be escaped, where the text is itself a string of JSON.</summary>
    [GeneratedRegex("(?<before>(?<q>\\\\*\")(?<name>[^\"\\\\]{1,80})\\k<q>\\s*:\\s*\\k<q>)(?<value>(?:(?!\\k<q>)(?:\\\\.|[^\\\\]))*)(?<after>\\k<q>|$)", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Json();

    [GeneratedRegex("(?<before>(?<q>\\\\*\")(?<name>[^\"\\\\]{1,80})\\k<q>\\s*:\\s*)-?[0-9][0-9.eE+-]*(?<after>)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonNumber();

    [GeneratedRegex("(?<before><(?<name>[\\w.:-]{1,80})>)[^<]*(?<after>)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Markup();

    /// <summary>A field of <c>multipart/form-data</c> (RFC 7578).</summary>
    [GeneratedRegex("(?<before>;\\s*name=\"(?<name>[^\"\\r\\n]{1,80})\"[^\\r\\n]*\\r?\\n(?:[^\\r\\n]+\\r?\\n)*\\r?\\n).*?(?<after>\\r?\\n--|$)", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();

    [GeneratedRegex("(?<before>[?&](?<name>[^=&?\\s\"'<>]{1,80})=)(?:[^&\\s\"'<>#\\\\]|\\\\(?!\"))*(?<after>)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex("(?<before>(?:^|(?<=&))(?<name>[^=&]{1,80})=)(?<value>[^&]*)(?<after>)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();

    [GeneratedRegex("^[^=&\\s{<\"?/:]{1,80}=[^\\r\\n]*\\s*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsForm();
}
