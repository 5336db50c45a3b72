using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Terminal;

/// <summary>What was imported from k6, under its own names, as lines for people. Pure.</summary>
internal static class K6ImportText
{
    private const int MostChecks = 20;
    private const int MostMetrics = 30;
    private const int LongestName = 120;
    private static readonly string[] s_statistics = ["med", "avg", "p(90)", "p(95)", "p(99)", "max"];

    /// <summary>Format, counts, checks, and a line for each metric.</summary>
    public static IReadOnlyList<string> Lines(RunRecord record)
    {
        var (driver, script) = (record.Driver!, record.Script!);
        var lines = new List<string>
        {
            "",
            $"{driver.Name}{(driver.Version.Length > 0 ? " " + driver.Version : "")}, {Format(driver.Format)}: {string.Join(", ", Counts(script))}",
            "",
        };
        foreach (var check in script.Checks.Take(MostChecks))
        {
            var group = check.Group.Length > 0 ? check.Group.Replace("::", " / ", StringComparison.Ordinal).Trim(' ', '/') + " / " : "";
            lines.Add($"  {(check.Fails == 0 ? "kept  " : "failed")}  {PlainText.Inline(group + check.Name, LongestName)}: {Units.Count(check.Passes)} of {Units.Count(check.Passes + check.Fails)}");
        }

        lines.AddRange(script.Checks.Count > MostChecks ? [$"  and {Units.Counted(script.Checks.Count - MostChecks, "more check")}, which run.json has"] : Array.Empty<string>());
        lines.AddRange(script.Checks.Count > 0 ? [""] : Array.Empty<string>());
        var shown = script.Metrics.Where(metric => metric.Values.Count > 0).ToList();
        var width = shown.Take(MostMetrics).Select(metric => Name(metric).Length).DefaultIfEmpty(0).Max();
        lines.AddRange(shown.Take(MostMetrics).Select(metric => $"  {Name(metric).PadRight(width)}  {Value(metric)}"));
        lines.AddRange(shown.Count > MostMetrics ? [$"  and {Units.Counted(shown.Count - MostMetrics, "more metric")}, which run.json has"] : Array.Empty<string>());
        return lines;
    }

    private static string Name(ScriptMetric metric) => PlainText.Inline(metric.Name, LongestName);

    private static string Format(string format) => format switch
    {
        "ndjson" => "NDJSON",
        "csv" => "CSV",
        "summary-export" => "summary of --summary-export",
        "handle-summary" => "summary of handleSummary()",
        _ => "machine-readable summary",
    };

    private static IEnumerable<string> Counts(ScriptResults script)
    {
        double? Of(string metric, string value) => script.Metrics.FirstOrDefault(one => one.Name == metric) is { } found && found.Values.TryGetValue(value, out var number) ? number : null;
        if (Of("http_reqs", "count") is { } requests)
        {
            yield return $"{Units.Counted((long)requests, "request")}";
        }

        if (Of("http_req_failed", "passes") is { } failed)
        {
            yield return $"{Units.Count((long)failed)} failed";
        }

        if (Of("checks", "passes") is { } passes && Of("checks", "fails") is { } fails)
        {
            yield return $"checks {Units.Count((long)passes)} of {Units.Count((long)(passes + fails))}";
        }

        if (Of("iterations", "count") is { } iterations)
        {
            yield return $"{Units.Counted((long)iterations, "iteration")}";
        }

        if (Of("dropped_iterations", "count") is > 0 and var dropped)
        {
            yield return $"{Units.Count((long)dropped)} dropped";
        }
    }

    private static string Value(ScriptMetric metric) => metric.Type switch
    {
        "rate" => $"{Units.Percent(metric.Values.GetValueOrDefault("rate", double.NaN))}" + (metric.Values.TryGetValue("passes", out var passes) && metric.Values.TryGetValue("fails", out var fails) ? $"  {Units.Count((long)passes)} of {Units.Count((long)(passes + fails))}" : ""),
        "counter" => $"{Number(metric, metric.Values.GetValueOrDefault("count", double.NaN))}" + (metric.Values.TryGetValue("rate", out var rate) ? $"  {Number(metric, rate)}/s" : ""),
        "gauge" => string.Join("  ", new[] { "value", "min", "max" }.Where(metric.Values.ContainsKey).Select(name => $"{name} {Number(metric, metric.Values[name])}")),
        _ => string.Join("  ", s_statistics.Where(metric.Values.ContainsKey).Select(name => $"{name} {Number(metric, metric.Values[name])}")),
    };

    private static string Number(ScriptMetric metric, double value) => metric.Contains switch
    {
        "time" => Units.Milliseconds(value),
        "data" => Units.Bytes(value),
        _ => value.ToString("#,0.###", System.Globalization.CultureInfo.InvariantCulture),
    };
}
