using System.Text.Json;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.K6.Results;

/// <summary>
/// Reads k6's three summaries. They differ in where values stand and in what a threshold's word means: in that of <c>--summary-export</c> true says that it
/// was crossed, in that of handleSummary() <c>ok: true</c> that it was kept, and the machine-readable one has none.
/// </summary>
internal static class SummaryReader
{
    /// <summary>Null when it is no summary.</summary>
    public static RunRecord? Read(JsonElement root, K6ImportArguments arguments)
    {
        if (SummaryJson.Object(root, "results") is { } results && results.TryGetProperty("metrics", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            return Machine(root, results, list, arguments);
        }

        if (SummaryJson.Object(root, "metrics") is not { } metrics || !metrics.EnumerateObject().Any() || metrics.EnumerateObject().Any(metric => metric.Value.ValueKind != JsonValueKind.Object))
        {
            return null;
        }

        var isHandled = metrics.EnumerateObject().All(metric => SummaryJson.Object(metric.Value, "values") is not null);
        var thresholds = new List<ScriptThreshold>();
        var unread = new List<string>();
        var read = new List<ScriptMetric>();
        foreach (var metric in metrics.EnumerateObject())
        {
            var values = isHandled ? metric.Value.GetProperty("values") : metric.Value;
            if (SummaryMetric.Of(metric.Name, values, SummaryJson.Text(metric.Value, "type"), SummaryJson.Text(metric.Value, "contains")) is not { } known)
            {
                return null;
            }

            read.Add(known);
            foreach (var (text, wasKept) in Thresholds(metric.Value, isHandled))
            {
                if (ThresholdText.Read(metric.Name, text, wasKept) is { } threshold)
                {
                    thresholds.Add(threshold);
                }
                else
                {
                    unread.Add($"{metric.Name}: {text} ({(wasKept ? "kept" : "crossed")})");
                }
            }
        }

        var length = SummaryJson.Object(root, "state") is { } state && SummaryJson.Number(state, "testRunDurationMs") is { } ms ? ms / 1000 : SummaryMetric.SecondsOf(read);
        var driver = new ForeignDriver("k6", "", isHandled ? "handle-summary" : "summary-export", arguments.Source, HasDistribution: false);
        return Make(arguments, driver, arguments.WrittenAt - TimeSpan.FromSeconds(length ?? 0), isDated: false, read, SummaryChecks.Of(root), thresholds, unread);
    }

    private static RunRecord? Machine(JsonElement root, JsonElement results, JsonElement list, K6ImportArguments arguments)
    {
        var checks = SummaryJson.Object(results, "checks");
        var metrics = new List<ScriptMetric>();
        foreach (var metric in list.EnumerateArray())
        {
            if (SummaryJson.Text(metric, "name") is not { Length: > 0 } name || SummaryJson.Object(metric, "values") is not { } values
                || SummaryMetric.Of(name, values, SummaryJson.Text(metric, "type"), SummaryJson.Text(metric, "contains")) is not { } known)
            {
                return null;
            }

            metrics.Add(known);
        }

        // What the other formats call 'checks' stands here as three metrics.
        if (checks is { } found && found.TryGetProperty("metrics", out var totals) && totals.ValueKind == JsonValueKind.Array
            && totals.EnumerateArray().FirstOrDefault(metric => SummaryJson.Text(metric, "name") == "checks_succeeded") is { ValueKind: JsonValueKind.Object } succeeded
            && SummaryJson.Object(succeeded, "values") is { } rate && SummaryMetric.Of("checks", rate, "rate", "default") is { } all)
        {
            metrics.Add(all);
        }

        var metadata = SummaryJson.Object(root, "metadata");
        var length = SummaryJson.Object(root, "config") is { } config ? SummaryJson.Number(config, "duration") : null;
        var isDated = DateTimeOffset.TryParse(metadata is { } data ? SummaryJson.Text(data, "generated_at") : null, System.Globalization.CultureInfo.InvariantCulture, out var written);
        var version = metadata is { } about ? SummaryJson.Text(about, "k6_version") ?? "" : "";
        var driver = new ForeignDriver("k6", version, "machine-summary", arguments.Source, HasDistribution: false);
        return metrics.Count == 0 ? null
            : Make(arguments, driver, (isDated ? written : arguments.WrittenAt) - TimeSpan.FromSeconds(length ?? 0), isDated, metrics, SummaryChecks.OfMachine(checks), [], []);
    }

    private static IEnumerable<(string Text, bool WasKept)> Thresholds(JsonElement metric, bool isHandled)
    {
        if (SummaryJson.Object(metric, "thresholds") is not { } map)
        {
            yield break;
        }

        foreach (var one in map.EnumerateObject())
        {
            if (isHandled && one.Value.ValueKind == JsonValueKind.Object && one.Value.TryGetProperty("ok", out var ok) && ok.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                yield return (one.Name, ok.GetBoolean());
            }
            else if (!isHandled && one.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                yield return (one.Name, !one.Value.GetBoolean());
            }
        }
    }

    private static RunRecord Make(
        K6ImportArguments arguments, ForeignDriver driver, DateTimeOffset startedAt, bool isDated, IReadOnlyList<ScriptMetric> metrics, IReadOnlyList<ScriptCheck> checks, IReadOnlyList<ScriptThreshold> thresholds, IReadOnlyList<string> unread) =>
        RecordMaker.Empty(arguments, driver, startedAt, thresholds) with
        {
            Script = new ScriptResults([.. metrics.OrderBy(metric => metric.Name, StringComparer.Ordinal)], checks),
            Findings = [.. Findings(driver, isDated, metrics, unread)],
        };

    private static IEnumerable<Finding> Findings(ForeignDriver driver, bool isDated, IReadOnlyList<ScriptMetric> metrics, IReadOnlyList<string> unread)
    {
        yield return new Finding(
            "k6-summary", FindingSeverity.Warning, "a summary has no requests one by one: percentiles stand as k6 gave them, over all requests, without intervals, and without a time axis",
            "the results themselves", "Import what --out json wrote. A summary cannot be compared, and has no trend.");
        if (metrics.FirstOrDefault(metric => metric.Name == "dropped_iterations")?.Values.GetValueOrDefault("count") is > 0 and var dropped)
        {
            yield return new Finding("dropped", FindingSeverity.Invalid, FormattableString.Invariant($"{dropped:#,0} arrivals dropped"), "0: a dropped arrival is a user who was never let in", "All users of an arrival-rate executor were busy. Raise maxVUs, or lower the rate.");
        }

        if (metrics.FirstOrDefault(metric => metric.Name == "http_req_duration") is { } times && times.Values.TryGetValue("min", out var fastest) && fastest == 0
            && metrics.FirstOrDefault(metric => metric.Name == "http_req_failed")?.Values.GetValueOrDefault("passes") is > 0)
        {
            yield return new Finding("k6-zero-times", FindingSeverity.Warning, "failed requests stand in k6's http_req_duration with a time of 0: its percentiles, and thresholds on it, are flattered", "percentiles of what succeeded", "Look at http_req_duration{expected_response:true}.");
        }

        if (unread.Count > 0)
        {
            yield return new Finding("k6-thresholds", FindingSeverity.Warning, $"thresholds that could not be read: {string.Join(", ", unread.Take(5))}", "such as p(95)<200", "They are not judged.");
        }

        if (driver.Format == "machine-summary")
        {
            yield return new Finding("k6-thresholds", FindingSeverity.Info, "the machine-readable summary has no thresholds", "", "The other formats have them.");
        }

        if (!isDated)
        {
            yield return new Finding("k6-date", FindingSeverity.Info, "the summary has no date: the file's own is taken for the end of the run", "", "");
        }
    }
}
