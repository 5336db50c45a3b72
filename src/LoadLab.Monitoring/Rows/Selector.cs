using System.Text.RegularExpressions;
using LoadLab.Core.Catalogue;

namespace LoadLab.Monitoring.Rows;

/// <summary>A selector of PromQL in its parts.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Matchers">Its matchers, in their order.</param>
internal sealed partial record Selector(string Metric, IReadOnlyList<LabelMatcher> Matchers)
{
    private const string Sum = "sum($__increase(";

    /// <summary>The selector of <c>sum($__increase(selector))</c>; null for another query.</summary>
    public static Selector? OfSum(string query) => query.StartsWith(Sum, StringComparison.Ordinal) && query.EndsWith("))", StringComparison.Ordinal) ? Parse(query[Sum.Length..^2]) : null;

    /// <summary>Reads one; null when it is none, or has a matcher that is not read.</summary>
    public static Selector? Parse(string text)
    {
        var bare = text.Trim();
        if (!QueryText.IsSelector(bare))
        {
            return null;
        }

        var brace = bare.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0)
        {
            return new Selector(bare, []);
        }

        var (inside, matchers) = (bare[(brace + 1)..^1].Trim(), new List<LabelMatcher>());
        while (inside.Length > 0)
        {
            if (Matcher().Match(inside) is not { Success: true } match)
            {
                return null;
            }

            matchers.Add(new LabelMatcher(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value));
            inside = inside[match.Length..];
        }

        return new Selector(bare[..brace].Trim(), matchers);
    }

    /// <summary>What this one chooses and the other does not, as a selector; null where the other is not this one with a single matcher more.</summary>
    public Selector? Without(Selector other)
    {
        var more = other.Matchers.Except(Matchers).ToList();
        return other.Metric == Metric && more.Count == 1 && !Matchers.Except(other.Matchers).Any() ? this with { Matchers = [.. Matchers, more[0].Opposite] } : null;
    }

    /// <summary>The selector as text.</summary>
    public override string ToString() => Matchers.Count == 0 ? Metric : $"{Metric}{{{string.Join(',', Matchers)}}}";

    [GeneratedRegex("^\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`)\\s*(?:,\\s*|$)")]
    private static partial Regex Matcher();
}
