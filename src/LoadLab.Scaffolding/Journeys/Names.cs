using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>Names in the forms that C#, YAML and the environment want.</summary>
internal static partial class Names
{
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "context", "continue", "decimal", "default", "delegate", "do", "double", "else",
        "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long",
        "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "request", "return", "sbyte", "sealed", "short",
        "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual",
        "void", "volatile", "while", "await", "async", "var", "dynamic", "yield",
    };

    /// <summary><c>get_users_by_id</c>.</summary>
    public static string Snake(string text, string otherwise = "request") => Words(text) is { Count: > 0 } words ? string.Join('_', words).ToLowerInvariant() : otherwise;

    /// <summary><c>my-shop</c>.</summary>
    public static string Kebab(string text, string otherwise = "project") => Snake(text, otherwise).Replace('_', '-');

    /// <summary><c>MY_SHOP</c>.</summary>
    public static string Upper(string text) => Snake(text, "value").ToUpperInvariant();

    /// <summary><c>MyShop</c>; never with a digit first.</summary>
    public static string Pascal(string text, string otherwise = "Project")
    {
        var name = string.Concat(Words(text).Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()));
        return name.Length == 0 ? otherwise : char.IsAsciiDigit(name[0]) ? "N" + name : name;
    }

    /// <summary><c>myShop</c>, and no word of C#.</summary>
    public static string Camel(string text, string otherwise = "value")
    {
        var name = Pascal(text, otherwise);
        name = char.ToLowerInvariant(name[0]) + name[1..];
        return Taken.Contains(name) ? name + "Value" : name;
    }

    /// <summary>True for a word of C#.</summary>
    public static bool IsWord(string name) => Taken.Contains(name);

    /// <summary>The name, or the first of <c>name2</c>, <c>name3</c> … that is free. It is taken then.</summary>
    public static string Free(string name, ISet<string> taken)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
        {
            free = name + number.ToString(CultureInfo.InvariantCulture);
        }

        return free;
    }

    /// <summary>Words of ASCII letters and digits; a capital after a small letter begins one.</summary>
    private static List<string> Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Word();
}
