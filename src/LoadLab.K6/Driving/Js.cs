using System.Globalization;
using System.Text.Encodings.Web;

namespace LoadLab.K6.Driving;

/// <summary>Values as JavaScript.</summary>
internal static class Js
{
    /// <summary>A string literal.</summary>
    public static string Text(string text) => "\"" + JavaScriptEncoder.Default.Encode(text) + "\"";

    /// <summary>The address of a file, as a module's specifier.</summary>
    public static string Address(string path) => new Uri(System.IO.Path.GetFullPath(path)).AbsoluteUri;

    /// <summary>A number.</summary>
    public static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>An object of texts.</summary>
    public static string Map(IReadOnlyDictionary<string, string> texts) => $"{{ {string.Join(", ", texts.Select(pair => $"{Text(pair.Key)}: {Text(pair.Value)}"))} }}";
}
