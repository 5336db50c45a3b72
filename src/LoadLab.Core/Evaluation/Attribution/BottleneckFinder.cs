using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Attribution;

/// <summary>
/// Says what was saturated when the first SLO was crossed. A pure function of the record and its verdicts. Causes stand before their
/// effects: a lock fills the pool, and a full pool slows the API, so that a lock beside a full pool is the answer. What shows nothing is
/// not guessed.
/// </summary>
internal static class BottleneckFinder
{
    /// <summary>The checks that say that the generator shaped the result.</summary>
    internal static IReadOnlyList<string> GeneratorChecks { get; } = ["schedule-lag", "canary", "generator-paused", "blocked-threads", "gc-pause", "machine-cpu", "open-files", "no-port", "k6-no-port"];

    /// <summary>
    /// Looks for what broke first; null when no SLO was seen to be crossed. A row that decides nothing is asked about only when it failed and no
    /// required one was crossed: one failed request is a breach of the strictest rows, and no reason to ask.
    /// </summary>
    public static BottleneckAttribution? Find(RunRecord record, IReadOnlyList<SloVerdict> verdicts, Validity validity, IReadOnlyList<FaultOutcome>? faults = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(validity);
        var crossings = verdicts.Where(verdict => verdict.FirstCrossedSecond is not null && IsCrossed(verdict)).ToLookup(verdict => verdict.Required);
        var first = (crossings[true].Any() ? crossings[true] : crossings[false].Where(verdict => verdict.Verdict == Verdict.Fail)).MinBy(verdict => verdict.FirstCrossedSecond);
        if (first?.FirstCrossedSecond is not { } crossed
            || record.Phases.FirstOrDefault(phase => crossed >= (int)phase.StartSecond && crossed <= phase.MeasureEndSecond) is not { } phase)
        {
            return null;
        }

        var window = new WatchedWindow(record, phase, crossed);
        var rules = new BottleneckRules(window);
        var causes = new[] { Fault(faults ?? [], crossed), rules.OtherCpu(), Generator(validity, crossed) }.Concat(OfTarget(rules));
        // What began after the crossing is no cause of it; a second is what two clocks of one sample a second may differ by.
        var known = causes.OfType<Bottleneck>().Where(cause => window.EarliestOnset(cause) <= crossed + 1);
        return new BottleneckAttribution(first.Id, first.Title, phase.Name, crossed, [.. With(TargetFailures.Find(record, phase, window), known)]);
    }

    /// <summary>What may be saturated of the target and its machine, a cause before its effects; null for what is not.</summary>
    internal static IEnumerable<Bottleneck?> OfTarget(BottleneckRules rules)
    {
        var postgresLeads = rules.Leader() == "postgres";
        var stack = rules.StackCpu();
        return
        [
            rules.NoAnswer(BottleneckCauses.Postgres, MeasureNames.DbUp, "Postgres"),
            rules.Redis(),
            rules.Lock(),
            postgresLeads ? null : stack,
            rules.SlowStatement(),
            rules.DatabaseIo(),
            postgresLeads ? stack : null,
            rules.OneCore(),
            rules.Pool(),
            rules.Workers(),
            rules.OtherCpu() is null && stack is null ? rules.Machine() : null,
        ];
    }

    /// <summary>The target's own failing stands behind what explains it, and before what began later than it: a cause comes first.</summary>
    internal static IEnumerable<Bottleneck> With(Bottleneck? target, IEnumerable<Bottleneck> causes)
    {
        if (target is null)
        {
            return causes;
        }

        var byTime = causes.ToLookup(cause => cause.OnsetSecond <= target.OnsetSecond + 1);
        return [.. byTime[true], target, .. byTime[false]];
    }

    /// <summary>
    /// Failed, or measured outside its limit without being sure of it: a lock of some seconds is too short to decide a P95, and long enough to ask
    /// what it was. A row that passes may cross its limit in a single second; nobody asks about that.
    /// </summary>
    private static bool IsCrossed(SloVerdict verdict) => verdict.Verdict == Verdict.Fail
        || (verdict is { Verdict: Verdict.Inconclusive, Measured: { } measured } && verdict.Comparison.IsPast(measured, verdict.Limit));

    /// <summary>A part that was broken on purpose explains what is crossed until the target has recovered.</summary>
    private static Bottleneck? Fault(IReadOnlyList<FaultOutcome> faults, int crossed) =>
        faults.FirstOrDefault(fault => fault is { StartSecond: { } start, UntilSecond: { } until } && crossed >= (int)start && crossed < until) is { } found
            ? new Bottleneck(BottleneckCauses.Fault, "", (int)found.StartSecond!.Value, $"{found.Role} was {(found.Kind == FaultKind.Stop ? "stopped" : "paused")} on purpose, as the suite's faults say")
            : null;

    private static Bottleneck? Generator(Validity validity, int crossed) =>
        validity.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Invalid && GeneratorChecks.Contains(finding.Check)) is { } finding
            ? new Bottleneck(BottleneckCauses.Generator, "", crossed, $"the generator itself was at its limit ({finding.Check}: {finding.Seen})")
            : null;
}
