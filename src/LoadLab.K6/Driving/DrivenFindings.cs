using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.K6.Results;

namespace LoadLab.K6.Driving;

/// <summary>What a run by k6 cannot say, and what was wrong with what it wrote.</summary>
internal static class DrivenFindings
{
    private const double MostDamaged = 0.001;
    private const double MostLate = 0.01;
    private const double MostStill = 0.01;

    public static IEnumerable<Finding> Of(LiveTable table, ResultCollector collector, IReadOnlyList<PhaseResult> results, IReadOnlyList<DrivenPhase> phases, long lines)
    {
        yield return new Finding(
            "k6-times", FindingSeverity.Info, "service time only: k6's http_req_duration is without DNS, connecting, TLS and the wait for a connection, and does not count from the intended start",
            "a response time counts from the intended start, which k6 does not tell", "");
        yield return new Finding(
            "k6-resends", FindingSeverity.Info, "k6's HTTP client sends a request that may be repeated once more when its connection is lost before the answer, and does not tell",
            "requests that were lost are failures", "A lost GET may stand here as a success. LoadLab's own engine runs the same script and sends nothing twice.");
        if (phases.Any(phase => phase.Schedule is not null))
        {
            yield return new Finding(
                "k6-lateness", FindingSeverity.Info, "lateness is told by the module around the script, in whole milliseconds: when an iteration began, against when k6's executor meant it to", "as with LoadLab's own engine", "");
        }

        if (phases.Any(phase => phase.Waits))
        {
            yield return new Finding("k6-wait", FindingSeverity.Info, "times of iterations without think time are whole milliseconds; those of requests are k6's own", "", "");
        }

        foreach (var phase in phases.Where(phase => results.All(result => result.Name != phase.Plan.Name)))
        {
            yield return new Finding("k6-phase", FindingSeverity.Warning, $"no iteration of phase '{phase.Plan.Name}' began", "every phase of the plan", "Look whether the run was stopped before it, or its users were too few.");
        }

        if (collector.Faults.Count > 0)
        {
            yield return new Finding(
                "k6-lines", collector.Faults.Count > MostDamaged * lines ? FindingSeverity.Invalid : FindingSeverity.Warning,
                $"{Units.Count(collector.Faults.Count)} of {Units.Counted(lines, "line")} of k6's points could not be read: {collector.Faults}", "0.1 % of the lines: what they held is in no figure", "");
        }

        if (collector.ClockStep > 0)
        {
            yield return new Finding(
                "k6-clock", FindingSeverity.Invalid, FormattableString.Invariant($"the clock went back by {TimeSpan.FromTicks(collector.ClockStep).TotalSeconds:0.#} s while k6 measured"),
                "10 s: k6 tells the time of day, and its seconds are those of the run", "Run it again while nobody sets the clock.");
        }

        if (table.Late > 0)
        {
            yield return new Finding(
                "k6-late-points", table.Late > MostLate * collector.Points ? FindingSeverity.Warning : FindingSeverity.Info,
                $"{Units.Count(table.Late)} of {Units.Counted(collector.Points, "point")} came more than a second after what they tell, and stand in the second after", "figures of single seconds are off by that; percentiles and counts are not", "");
        }

        foreach (var finding in LocalLimits.WithoutPort(table.WithoutPort))
        {
            yield return finding;
        }

        if (Standstill(table, results) is { } still)
        {
            yield return still;
        }

        if (table.Instant > 0)
        {
            yield return new Finding(
                "k6-zero-times", FindingSeverity.Warning,
                $"{Units.Count(table.Instant)} failed requests stand in k6's http_req_duration with a time of 0: its percentiles, and thresholds on it, are flattered",
                "percentiles of what succeeded or timed out, as those of the steps are", "Look at the steps, or at http_req_duration{expected_response:true}.");
        }
    }

    /// <summary>k6 tells the number of its users every second: where it did not, it stood still, and its users, who keep to no schedule, started nothing.</summary>
    private static Finding? Standstill(LiveTable table, IReadOnlyList<PhaseResult> results)
    {
        var windows = results.Select(result => (From: result.MeasureStartSecond, To: result.MeasureEndSecond)).ToList();
        var lost = table.Standstills.Select(still => windows.Select(window => Math.Max(0, Math.Min(still.To, window.To) - Math.Max(still.From, window.From))).DefaultIfEmpty(0).Max()).Where(seconds => seconds > 0).ToList();
        var measured = windows.Count > 0 ? windows.Max(window => window.To) - windows.Min(window => window.From) : 0;
        return lost.Count == 0 ? null : new Finding(
            "k6-stood-still", lost.Sum() > MostStill * measured ? FindingSeverity.Invalid : FindingSeverity.Warning,
            FormattableString.Invariant($"k6 stood still for {lost.Sum():0.#} s of {measured:0.#} s, the longest {lost.Max():0.#} s"),
            "1 % of the time: what stood still longer shaped the P99", "Something stopped k6 or its machine: a signal, swapping, a CPU that others took. Find it and run again.");
    }
}
