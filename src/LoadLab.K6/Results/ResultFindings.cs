using LoadLab.Core.Measurement;
using LoadLab.Core.Text;

namespace LoadLab.K6.Results;

/// <summary>What an imported file cannot say, and what was wrong with it.</summary>
internal static class ResultFindings
{
    /// <summary>More damaged lines than this share, and what they held may have shaped the figures.</summary>
    private const double MostDamaged = 0.001;
    private const int MostNamed = 5;
    private const long FewestLate = 5;
    private const double MostLateMs = 50;

    /// <summary>Of a file of points.</summary>
    public static IEnumerable<Finding> Of(ResultCollector collector, ResultFormat format, long lines)
    {
        yield return new Finding(
            "k6-times", FindingSeverity.Info, "k6 tells the service time of a request (http_req_duration): without DNS, connecting, TLS and the wait for a connection; no response time",
            "a response time counts from the intended start, which k6 does not write", "");
        yield return new Finding(
            "k6-lateness", FindingSeverity.Warning, "k6 does not write by how much iterations started late", "P99 of the lateness within 10 ms",
            "k6 counts arrivals that found no user as dropped_iterations, and those are judged.");
        yield return new Finding(
            "k6-iterations", FindingSeverity.Info, "k6 does not tell which iterations failed, nor those that were cut off: those that ended count as ok", "requests and checks have their failures", "");
        foreach (var finding in Lateness(collector, format).Concat(Faults(collector, lines)).Concat(Requests(collector)).Concat(Metrics(collector)).Concat(Missing(collector, format)).Concat(LocalLimits.WithoutPort(collector.Requests.WithoutPort)))
        {
            yield return finding;
        }
    }

    /// <summary>What the starts of iterations show of lateness, where they follow a steady rate.</summary>
    private static IEnumerable<Finding> Lateness(ResultCollector collector, ResultFormat format)
    {
        if (format == ResultFormat.Csv && collector.Resolution > 0)
        {
            yield break;
        }

        var start = RecordMaker.StartSecond(collector);
        foreach (var scenario in collector.Requests.Scenarios.OrderBy(scenario => scenario.Name, StringComparer.Ordinal))
        {
            if (ArrivalPace.Of(scenario) is { } pace && pace.Behind >= FewestLate && pace.LateMs > MostLateMs)
            {
                yield return new Finding(
                    "k6-lateness",
                    FindingSeverity.Warning,
                    $"scenario '{scenario.Name}' started {Units.Counted(pace.PerSecond, "iteration")} in most seconds, as an arrival rate does, and fell {Units.Count(pace.Behind)} behind it, {Units.Milliseconds(pace.LateMs)}, in second {Units.Count(pace.Second - start)}",
                    $"{FewestLate} iterations and {Units.Milliseconds(MostLateMs)}",
                    "k6 or its machine was late. Times of requests leave that wait out.");
            }
        }
    }

    private static IEnumerable<Finding> Faults(ResultCollector collector, long lines)
    {
        if (collector.Faults.Count > 0)
        {
            yield return new Finding(
                "k6-lines",
                collector.Faults.Count > MostDamaged * lines ? FindingSeverity.Invalid : FindingSeverity.Warning,
                $"{Units.Count(collector.Faults.Count)} of {Units.Counted(lines, "line")} could not be read: {collector.Faults}",
                "0.1 % of the lines: what they held is in no figure",
                "Look at those lines in the file.");
        }

        if (collector.ClockStep > 0)
        {
            yield return new Finding(
                "k6-clock",
                FindingSeverity.Warning,
                FormattableString.Invariant($"the clock of k6's machine went back by {TimeSpan.FromTicks(collector.ClockStep).TotalSeconds:0.#} s at line {collector.ClockLine}"),
                "10 s, by which k6's batches may be out of order",
                "Figures of single seconds, throughput and the length of phases are not to be relied on. Percentiles and counts are.");
        }
    }

    private static IEnumerable<Finding> Requests(ResultCollector collector)
    {
        var requests = collector.Requests;
        if (requests.Unknown > 0)
        {
            yield return new Finding(
                "k6-outcome", FindingSeverity.Invalid, $"{Units.Counted(requests.Unknown, "request has", "requests have")} neither the tag expected_response nor status: nothing says whether they failed", "0",
                "Leave 'status' and 'expected_response' in k6's systemTags.");
        }

        if (requests.Unexplained > 0)
        {
            yield return new Finding(
                "k6-expected", FindingSeverity.Warning, $"{Units.Counted(requests.Unexplained, "request has", "requests have")} no tag expected_response; of these, no answer and a status of 400 or above count as failed", "0",
                "The script switched it off (setResponseCallback(null)), or k6's systemTags leave it out.");
        }

        if (requests.Instant > 0)
        {
            yield return new Finding(
                "k6-zero-times", FindingSeverity.Warning,
                $"{Units.Count(requests.Instant)} failed requests stand in k6's http_req_duration with a time of 0: its percentiles, and thresholds on it, are flattered",
                "percentiles of what succeeded or timed out, as those of the steps are", "Look at the steps, or at http_req_duration{expected_response:true}.");
        }

        if (requests.Outside > 0)
        {
            yield return new Finding(
                "k6-setup", FindingSeverity.Info, $"{Units.Counted(requests.Outside, "request")} of setup() and teardown() are in k6's metrics and in no step", "requests of scenarios", "");
        }

        if (requests.Unnamed > 0)
        {
            yield return new Finding(
                "k6-names", FindingSeverity.Warning, $"the requests have more than {Units.Counted(RequestTable.MostSteps, "name")}; {Units.Count(requests.Unnamed)} stand under '{NameLimit.Other}'", "a name for each kind of request",
                "Give requests a name tag in the script: http.get(url, { tags: { name: 'order' } })");
        }
    }

    private static IEnumerable<Finding> Metrics(ResultCollector collector)
    {
        if (collector.LeftOut.Count > 0)
        {
            yield return new Finding(
                "k6-metrics", FindingSeverity.Warning,
                $"{Units.Counted(collector.LeftOut.Values.Sum(), "point is", "points are")} left out, of metrics of which no line says what they are: {Named(collector.LeftOut.Keys)}", "a declaration before a metric's first point", "");
        }

        if (collector.Assumed.Count > 0)
        {
            yield return new Finding(
                "k6-metric-kinds", FindingSeverity.Info, $"CSV does not say of which kind a metric is: {Named(collector.Assumed)} {(collector.Assumed.Count == 1 ? "is" : "are")} shown as a distribution", "", "Import the NDJSON (--out json), which says it.");
        }
    }

    private static IEnumerable<Finding> Missing(ResultCollector collector, ResultFormat format)
    {
        if (collector.UnreadThresholds.Count > 0)
        {
            yield return new Finding("k6-thresholds", FindingSeverity.Warning, $"thresholds that could not be read: {Named(collector.UnreadThresholds)}", "such as p(95)<200", "They are not judged.");
        }

        if (format == ResultFormat.Csv)
        {
            yield return new Finding("k6-csv", FindingSeverity.Info, "CSV has no thresholds" + (collector.Resolution > 0 ? ", and whole seconds only" : ""), "", "Import the NDJSON (--out json), which has both.");
        }
        else if (collector.SubMetrics.Count > 0)
        {
            yield return new Finding(
                "k6-thresholds", FindingSeverity.Warning, $"k6 writes no thresholds of sub-metrics: those of {Named(collector.SubMetrics)} are not judged", "every threshold of the script", "The terminal and the summaries have them.");
        }
    }

    private static string Named(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {Units.Count(all.Count - MostNamed)} more" : "");
    }
}
