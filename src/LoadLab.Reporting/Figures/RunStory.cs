using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Figures;

/// <summary>A run in a few sentences, for every report alike. A pure function.</summary>
public static partial class RunStory
{
    /// <summary>Each sentence of the summary: what was offered, what happened, what failed first.</summary>
    public static IReadOnlyList<string> Tell(RunRecord record, RunEvaluation evaluation, IReadOnlyList<PhaseFigures> phases) =>
        [.. What(record, phases), .. Why(evaluation)];

    /// <summary>What was offered and what happened.</summary>
    public static IReadOnlyList<string> What(RunRecord record, IReadOnlyList<PhaseFigures> phases)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(phases);
        var sentences = new List<string>();
        if (record.Outcome != RunOutcome.Completed)
        {
            var reason = record.OutcomeReason.Length > 0 ? $": {record.OutcomeReason}" : "";
            sentences.Add($"The run did not come to its end ({record.Outcome.ToString().ToLowerInvariant()}{reason}); the figures cover what was measured until then.");
        }

        if (record.Driver is { WasRun: false } driver)
        {
            sentences.Add(ImportStory.Of(driver, phases));
            return sentences;
        }

        if (record.Plan.Capacity is not null)
        {
            sentences.Add(SearchStory.Steps(record));
            return sentences;
        }

        if (phases.Count > 0)
        {
            sentences.Add("Offered: " + string.Join(", then ", phases.Select(phase =>
                $"{phase.Offered} for {Units.Duration(TimeSpan.FromSeconds(phase.Result.MeasureEndSecond - phase.Result.MeasureStartSecond))}")) + ".");
        }

        if (record.Driver is { } tool)
        {
            sentences.Add($"Driven by {tool.Name} {tool.Version}: there is service time only.");
        }

        sentences.Add(Happened(phases));
        return sentences;
    }

    /// <summary>Why the decision is what it is: invalidity, what failed first, the evaluator's reasons.</summary>
    public static IReadOnlyList<string> Why(RunEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return [.. evaluation.Capacity.Count > 0 ? SearchStory.Lead(evaluation) : Judged(evaluation)];
    }

    /// <summary>
    /// The reasons for the decision, short: how many required SLOs did not pass, and whatever else the evaluator says. What it says on a
    /// single SLO stands beside that SLO's verdict already.
    /// </summary>
    public static IReadOnlyList<string> Reasons(RunEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var reasons = new List<string>();
        var required = evaluation.Verdicts.Where(verdict => verdict.Required).ToList();
        Count(Verdict.Fail, "failed", "failed");
        if (evaluation.Validity.Status == ValidityStatus.Valid)
        {
            Count(Verdict.Inconclusive, "could not be decided", "could not be decided");
            Count(Verdict.NotMeasured, "was not measured", "were not measured");
        }

        reasons.AddRange(evaluation.Reasons
            .Where(reason => !reason.StartsWith("The run is invalid", StringComparison.OrdinalIgnoreCase))
            .Where(reason => !evaluation.Verdicts.Any(verdict => reason.StartsWith(verdict.Id + " ", StringComparison.Ordinal)))
            .Select(reason => reason.EndsWith('.') ? reason : reason + "."));
        return reasons;

        void Count(Verdict wanted, string one, string many)
        {
            var count = required.Count(verdict => verdict.Verdict == wanted);
            if (count > 0)
            {
                reasons.Add(count == 1 ? $"1 required SLO {one}." : $"{Units.Count(count)} required SLOs {many}.");
            }
        }
    }

    /// <summary>
    /// Which limit went first, and which followed: <c>First limit crossed: Database connections in use at 00:41, then API response time P95 at 00:44.</c> Of the rows
    /// that failed or were measured past their limit; null when none was, and when the only one failed: its verdict says the second.
    /// </summary>
    public static string? FirstCrossed(RunEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var all = evaluation.Verdicts.Where(verdict => verdict.FirstCrossedSecond is not null && (verdict.Verdict is Verdict.Fail or Verdict.Warn || IsPast(verdict))).ToList();
        // One failed request crosses the strictest rows, on which no launch depends: they are asked only when no other was crossed.
        var crossed = all.Where(verdict => verdict.Required || !all.Exists(other => other.Required))
            .OrderBy(verdict => verdict.FirstCrossedSecond).ThenBy(verdict => verdict.Verdict != Verdict.Fail).DistinctBy(verdict => verdict.Title).ToList();
        if (crossed is [] or [{ Verdict: Verdict.Fail }])
        {
            return null;
        }

        var then = crossed.Skip(1).Take(2).Select(verdict => $", then {verdict.Title} at {Units.Clock(verdict.FirstCrossedSecond!.Value)}");
        var more = crossed.Count > 3 ? $" and {Units.Count(crossed.Count - 3)} more" : "";
        return $"First limit crossed: {crossed[0].Title} at {Units.Clock(crossed[0].FirstCrossedSecond!.Value)}{string.Concat(then)}{more}.";
    }

    private static bool IsPast(SloVerdict verdict) => verdict is { Verdict: Verdict.Inconclusive, Measured: { } measured }
        && verdict.Comparison.IsPast(measured, verdict.Limit);

    /// <summary>What was saturated when the first SLO was crossed, and what else was; empty when no SLO was seen to be crossed.</summary>
    public static IReadOnlyList<string> BrokeFirst(RunEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (evaluation.Attribution is not { } found)
        {
            return [];
        }

        if (found.Causes.Count == 0)
        {
            return [$"What broke first: nothing that LoadLab watches was saturated when {found.SloTitle} was crossed at {Units.Clock(found.CrossedSecond)}."];
        }

        var cause = found.Causes[0];
        var first = $"What broke first: {cause.Seen}, from {Units.Clock(cause.OnsetSecond)} on; {found.SloTitle} was crossed at {Units.Clock(found.CrossedSecond)}.";
        return found.Causes.Count == 1 ? [first] : [first, $"With it: {string.Join("; ", found.Causes.Skip(1).Select(other => other.Seen))}."];
    }

    /// <summary>The SLO that passes and has used most of its limit; null where none has an upper limit above 0.</summary>
    private static SloVerdict? Closest(RunEvaluation evaluation) => evaluation.Verdicts
        .Where(verdict => verdict is { Verdict: Verdict.Pass, Measured: > 0, Limit: > 0 } && verdict.Comparison.WantsLess() is true)
        .MaxBy(verdict => verdict.Measured / verdict.Limit);

    private static string Happened(IReadOnlyList<PhaseFigures> phases)
    {
        var counts = phases.Aggregate(default(Counts), (sum, phase) => sum + phase.Result.Measured);
        if (counts.Scheduled == 0)
        {
            return "No iteration was counted: there was no traffic in the measured time.";
        }

        var ended = counts.Ok + counts.Failed;
        var failures = counts.Failed == 0
            ? "none failed"
            : $"{Units.Count(counts.Failed)} failed ({Units.Percent((double)counts.Failed / Math.Max(1, ended))})";
        var dropped = counts.Dropped == 0 ? "" : $", {Units.Count(counts.Dropped)} {(counts.Dropped == 1 ? "was" : "were")} dropped by the generator";
        var cut = counts.Interrupted == 0 ? "" : $", {Units.Count(counts.Interrupted)} {(counts.Interrupted == 1 ? "was" : "were")} cut off";
        var slowest = Slowness.Slowest(phases);
        var times = slowest is null ? "" : " " + Times(slowest, phases.Count > 1 ? $" in {slowest.Result.Name}, the slowest phase" : "");
        return $"{Units.Counted(counts.Started, "iteration was", "iterations were")} started and counted, {failures}{dropped}{cut}.{times}";
    }

    /// <summary>The times of the slowest phase. What hung has no time of an answer, and is told before any.</summary>
    internal static string Times(PhaseFigures slowest, string where)
    {
        var (slowness, response) = (slowest.Slowness, slowest.All.Times);
        var hung = slowness.TimedOut + slowness.CutOff;
        if (response.Samples == hung - slowness.CutOff && hung > 0)
        {
            return $"Nothing was answered with success{where}: {Hung(slowness)}.";
        }

        if (response.Samples == 0)
        {
            return $"Nothing was answered with success{where}.";
        }

        if (double.IsPositiveInfinity(slowness.P95Ms))
        {
            return $"{Hung(slowness with { TimedOut = 0 })}{where}; of the others half were answered within {Units.Milliseconds(response.P50)} and 95 % within {Units.Milliseconds(response.P95)}.";
        }

        where += slowest.All.HasServiceTimeOnly ? ", by service time" : "";
        return $"Half of the requests were answered within {Units.Milliseconds(response.P50)}, 95 % within {Units.Milliseconds(response.P95)}"
            + $" and 99 % within {Units.Milliseconds(response.P99)}{where}{(slowness.CutOff > 0 ? $"; not among them: {Hung(slowness with { TimedOut = 0 })}" : "")}.";
    }

    private static string Hung(Slowness slowness) => string.Join(", ", new[]
    {
        slowness.TimedOut > 0 ? $"{Units.Count(slowness.TimedOut)} of {Units.Count(slowness.Requests)} timed out" : "",
        slowness.CutOff > 0 ? $"{Units.Count(slowness.CutOff)} of {Units.Count(slowness.Requests)} hung until the end" : "",
    }.Where(part => part.Length > 0));

    private static IEnumerable<string> Judged(RunEvaluation evaluation)
    {
        if (evaluation.Validity.Status == ValidityStatus.Invalid)
        {
            var worst = evaluation.Validity.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Invalid);
            yield return "The run is invalid, so nothing passes" + (worst is null ? "." : $": {worst.Check}, {FindingText.Part(worst.Seen)} (allowed: {FindingText.Part(worst.Allowed)}).");
        }

        var failed = evaluation.Verdicts.Where(verdict => verdict.Verdict == Verdict.Fail).ToList();
        var first = failed.Where(verdict => verdict.FirstCrossedSecond is not null).MinBy(verdict => verdict.FirstCrossedSecond) ?? failed.FirstOrDefault();
        if (first is not null)
        {
            yield return $"{(failed.Count > 1 ? "First to fail" : "Failed")}: {Failed(first)}.";
        }

        if (FirstCrossed(evaluation) is { } crossed)
        {
            yield return crossed;
        }

        foreach (var sentence in BrokeFirst(evaluation))
        {
            yield return sentence;
        }

        if (failed.Count == 0 && Closest(evaluation) is { } closest)
        {
            yield return $"Closest to its limit: {closest.Title}, {Measured(closest)}, must be {Units.Limit(closest.Limit, closest.Comparison, closest.Unit)}.";
        }

        foreach (var reason in Reasons(evaluation))
        {
            yield return reason;
        }
    }
}
