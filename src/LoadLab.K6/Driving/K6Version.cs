using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadLab.K6.Driving;

/// <summary>A version of k6.</summary>
/// <param name="Text">As it is written: <c>1.2.0</c>, <c>2.2.1-0.20260821134341-87883075ccd5</c>.</param>
/// <param name="Major">The first part.</param>
/// <param name="Minor">The second part.</param>
internal sealed partial record K6Version(string Text, int Major, int Minor)
{
    /// <summary>The oldest that is driven: it has all that the module around a script asks for.</summary>
    public const string Oldest = "0.50";

    /// <summary>True for 0.50 to 2.x.</summary>
    public bool IsDriven => Major is 1 or 2 || (Major == 0 && Minor >= 50);

    /// <summary>What <c>k6 version</c> prints; null when it is not k6's.</summary>
    public static K6Version? Read(string printed)
    {
        var match = Pattern().Match(printed);
        return match.Success && int.TryParse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var major) && int.TryParse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture, out var minor)
            ? new K6Version(match.Groups[1].Value, major, minor) : null;
    }

    [GeneratedRegex(@"\bk6(?:\.exe)? v((\d{1,6})\.(\d{1,6})[0-9A-Za-z.\-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
