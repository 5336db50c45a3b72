using System.Globalization;
using System.Text.RegularExpressions;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Results;

/// <summary>Reads a threshold as results have it: <c>p(95)&lt;200</c>.</summary>
internal static partial class ThresholdText
{
    /// <summary>Null when it is none.</summary>
    public static ScriptThreshold? Read(string metric, string text, bool? wasKept)
    {
        var match = Expression().Match(text);
        return match.Success && double.TryParse(match.Groups[3].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit)
            ? new ScriptThreshold(
                metric, text, match.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal), match.Groups[2].Value == "===" ? "==" : match.Groups[2].Value, limit, AbortOnFail: false, TimeSpan.Zero)
            { WasKept = wasKept }
            : null;
    }

    [GeneratedRegex(@"^\s*(avg|min|max|med|count|rate|value|p\( *\d+(?:\.\d+)? *\))\s*(<=|>=|===|==|!=|<|>)\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
