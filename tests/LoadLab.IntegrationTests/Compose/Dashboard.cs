using System.Text.Json;
using System.Text.RegularExpressions;

namespace LoadLab.IntegrationTests.Compose;

/// <summary>A panel of the LMS's dashboard; rows are left out.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Expressions">Its PromQL.</param>
/// <param name="Lines">Its limits, from the lowest.</param>
/// <param name="Element">All of it.</param>
internal sealed record DashboardPanel(string Title, IReadOnlyList<string> Expressions, IReadOnlyList<double> Lines, JsonElement Element);

/// <summary><c>infra/grafana/dashboards/lms.json</c>.</summary>
internal static partial class Dashboard
{
    /// <summary>Words of PromQL that the dashboard uses; every other one is a metric.</summary>
    private static readonly HashSet<string> s_words = ["sum", "count", "rate", "histogram_quantile", "vector", "or", "and"];

    /// <summary>The file.</summary>
    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(Built.Home, "infra", "grafana", "dashboards", "lms.json"))).RootElement;

    /// <summary>Its panels.</summary>
    public static IReadOnlyList<DashboardPanel> Panels { get; } =
        [.. Root.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row").Select(Read)];

    /// <summary>The metrics of an expression.</summary>
    public static IReadOnlyList<string> MetricsOf(string expression)
    {
        // In this order: a quoted text may hold braces.
        var bare = Groupings().Replace(Ranges().Replace(Matchers().Replace(Quoted().Replace(expression, "\"\""), ""), ""), "");
        return [.. Words().Matches(bare).Select(word => word.Value).Where(word => !s_words.Contains(word)).Distinct()];
    }

    /// <summary>Labels that an expression filters or groups by.</summary>
    public static IReadOnlyList<string> LabelsOf(string expression)
    {
        var bare = Quoted().Replace(expression, "\"\"");
        var filtered = Matchers().Matches(bare).SelectMany(matcher => Words().Matches(matcher.Value));
        var grouped = Groupings().Matches(bare).SelectMany(grouping => Words().Matches(grouping.Value).Skip(1));
        return [.. filtered.Concat(grouped).Select(word => word.Value).Distinct()];
    }

    private static DashboardPanel Read(JsonElement panel) => new(
        panel.GetProperty("title").GetString()!,
        [.. panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!)],
        [.. panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("thresholds").GetProperty("steps").EnumerateArray()
            .Select(step => step.GetProperty("value")).Where(value => value.ValueKind == JsonValueKind.Number).Select(value => value.GetDouble())],
        panel);

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"\b(by|on)\s*\([^)]*\)")]
    private static partial Regex Groupings();

    [GeneratedRegex(@"[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Words();
}
