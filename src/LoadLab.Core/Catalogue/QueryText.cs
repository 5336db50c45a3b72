using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadLab.Core.Catalogue;

/// <summary>
/// Puts the length of a slice into the queries of the catalogue. <c>$__slice</c> is the length as PromQL writes it. <c>$__increase(selector)</c> is
/// what each counter rose by in the slice, in whole events.
/// </summary>
/// <remarks>
/// Prometheus' own <c>increase()</c> stretches what lies between the first and the last sample of a window to the whole window, so that it counts
/// fractions of events that never were, and loses what happened between the last sample of one window and the first of the next. Here the counter at the
/// slice's end is compared with the counter at its start. Over neighbouring slices these differences add up to the rise of the counter, event by event.
/// After a restart the counter's own value is what was counted since. A series that was not there at the start counts only where its target was scraped
/// then (<c>up</c> was 1), because only then is it known to have been 0: after a gap nothing is invented.
/// What it cannot see: events between the last scrape of a process and its end, and all but the last of several restarts in one slice.
/// </remarks>
public static partial class QueryText
{
    private const string Slice = "$__slice";
    private const string Increase = "$__increase";

    /// <summary>The query with everything put in.</summary>
    /// <param name="query">A query that has no <see cref="Fault"/>.</param>
    /// <param name="slice">Length of a slice.</param>
    public static string Expand(string query, TimeSpan slice) => Expand(query, selector => Rise(selector, Duration(slice)), Duration(slice));

    /// <summary>The query with the words of another language put in.</summary>
    /// <param name="query">A query that has no <see cref="Fault"/>.</param>
    /// <param name="increase">What counters of a selector rose by.</param>
    /// <param name="slice">The length.</param>
    public static string Expand(string query, Func<string, string> increase, string slice)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(increase);
        var text = new StringBuilder();
        var at = 0;
        while (query.IndexOf(Increase, at, StringComparison.Ordinal) is var start && start >= 0)
        {
            var (inner, end) = Argument(query, start + Increase.Length) ?? throw new ArgumentException(Fault(query), nameof(query));
            text.Append(query, at, start - at).Append(increase(inner));
            at = end;
        }

        return text.Append(query, at, query.Length - at).ToString().Replace(Slice, slice, StringComparison.Ordinal);
    }

    /// <summary>The query for the rise of each bucket of a histogram, summed over everything but <c>le</c>.</summary>
    public static string Buckets(string selector, TimeSpan slice) => $"sum by (le) ({Rise(selector, Duration(slice))})";

    /// <summary>What is wrong with the placeholders of a query; null when nothing is. The PromQL itself is Prometheus' business.</summary>
    public static string? Fault(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        foreach (Match placeholder in Placeholders().Matches(query))
        {
            if (placeholder.Value is not (Slice or Increase))
            {
                return $"'{placeholder.Value}' is not a placeholder. Allowed: {Slice}, the length of a slice, and {Increase}(selector), what counters rose by in it.";
            }

            if (placeholder.Value == Increase && (Argument(query, placeholder.Index + Increase.Length) is not { } argument || !IsSelector(argument.Inner)))
            {
                return $"{Increase} needs a selector in parentheses and nothing else: {Increase}(http_requests_total{{job=\"lms\"}}).";
            }
        }

        return null;
    }

    /// <summary>True for a metric's name with or without labels in braces.</summary>
    public static bool IsSelector(string text) => Selector().IsMatch(text);

    private static string Rise(string m, string slice) =>
        $"((({m} - {m} offset {slice}) >= 0) or ({m} and {m} offset {slice}) or ({m} and on (job, instance) (up offset {slice} == 1)))";

    private static string Duration(TimeSpan slice) => slice.Ticks % TimeSpan.TicksPerSecond == 0
        ? ((long)slice.TotalSeconds).ToString(CultureInfo.InvariantCulture) + "s"
        : ((long)slice.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + "ms";

    /// <summary>True when the parenthesis at <paramref name="open"/> is closed by the last character: the query is one call.</summary>
    public static bool IsClosedAtEnd(string query, int open)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Argument(query, open) is { } argument && argument.End == query.Length;
    }

    /// <summary>What stands in the parentheses at <paramref name="open"/>, and where it goes on behind them. Parentheses in quotes are text.</summary>
    private static (string Inner, int End)? Argument(string query, int open)
    {
        if (open >= query.Length || query[open] != '(')
        {
            return null;
        }

        char? quote = null;
        var depth = 0;
        for (var at = open; at < query.Length; at++)
        {
            var c = query[at];
            if (quote is not null)
            {
                at += c == '\\' && quote != '`' ? 1 : 0;
                quote = c == quote ? null : quote;
                continue;
            }

            quote = c is '"' or '\'' or '`' ? c : null;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0)
            {
                return (query[(open + 1)..at].Trim(), at + 1);
            }
        }

        return null;
    }

    [GeneratedRegex("\\$__[A-Za-z_]*")]
    private static partial Regex Placeholders();

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*\\s*(\\{([^\"'`{}]|\"([^\"\\\\]|\\\\.)*\"|'([^'\\\\]|\\\\.)*'|`[^`]*`)*\\})?$")]
    private static partial Regex Selector();
}
