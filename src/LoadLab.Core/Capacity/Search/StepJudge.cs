using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Capacity.Search;

/// <summary>Judges one step by the rows that must hold. Pure: the same record and catalogue give the same step.</summary>
internal static class StepJudge
{
    private static readonly double[] s_percentiles = [50, 75, 90, 95, 99];
    private static readonly string[] s_ofTheEnd = ["stack-died", "stack-down", "results-disk", "driver-fault"];

    /// <summary>The run as if one of its phases had been all of it.</summary>
    public static RunRecord Only(RunRecord record, PhaseResult phase) => record with
    {
        Plan = record.Plan with { Phases = [.. record.Plan.Phases.Where(plan => plan.Name == phase.Name)] },
        Phases = [phase],
        Outcome = RunOutcome.Completed,
        Stop = null,

        // How the run ended says nothing of the steps before: a step is judged as it was while the stack still lived.
        Findings = [.. record.Findings.Where(finding => !s_ofTheEnd.Contains(finding.Check))],
    };

    /// <summary>Judges the only phase of a record.</summary>
    public static JudgedStep Of(RunRecord record, SloCatalogue catalogue)
    {
        var capacity = record.Plan.Capacity!;
        var (phase, plan) = (record.Phases[0], record.Plan.Phases[0]);
        var judged = Evaluator.Evaluate(record with { Plan = record.Plan with { Slos = capacity.Slos, Change = null } }, catalogue);
        var rows = judged.Verdicts.Where(verdict => capacity.Slos.Contains(verdict.Id)).ToList();
        var measured = rows.Where(row => row.Verdict != Verdict.NotMeasured).Select(row => (Row: row, Strength: StepStrength.Of(row))).ToList();
        var wasEnded = plan.MeasuredDuration.TotalSeconds < StepPhases.ToHold(plan, capacity) - 0.5;
        var isDown = IsDown(record, phase);
        var (outcome, reason) = isDown ? (StepOutcome.Undecided, "The target refused every connection: it is down, and that says nothing of what it holds.") : Outcome(judged, [.. measured.Select(one => one.Row)], phase, wasEnded);
        var wasLate = outcome == StepOutcome.Invalid && LateGenerator.Decides(record, judged, catalogue, [.. measured.Select(one => one.Row)]) is { } despite && (outcome = despite) == despite;
        var broken = outcome != StepOutcome.Breaks ? null
            : rows.Where(row => row.Verdict == Verdict.Fail).OrderBy(row => row.FirstCrossedSecond ?? int.MaxValue).FirstOrDefault()
                ?? measured.Where(one => one.Strength?.Strength > 0).OrderByDescending(one => one.Strength!.Value.Strength).Select(one => one.Row).FirstOrDefault();
        var nearest = measured.Where(one => one.Strength is not null).OrderByDescending(one => one.Strength!.Value.Strength).Select(one => one.Strength).FirstOrDefault();
        var strength = nearest?.Strength;

        // What was ended because it was clearly over has too few samples to say how clearly.
        var known = (outcome, wasEnded) switch
        {
            _ when isDown => (null, null),
            (StepOutcome.Breaks, true) => (Math.Max(strength ?? 0, LoadPosterior.Cap), null),

            // The lateness is in the figures: they tell the side, and not how far.
            (StepOutcome.Breaks, _) when wasLate => (LoadPosterior.Cap, null),
            (StepOutcome.Holds, _) when wasLate => (-LoadPosterior.Cap, null),
            (StepOutcome.Breaks, _) when strength < 0 => (null, null),
            (StepOutcome.Holds, _) when strength > 0 => (null, null),
            _ => (Strength: strength, Error: nearest?.Error),
        };
        var (times, ok, all) = Requests(record, phase);
        var resources = StepResources.Of(record, phase);
        var seconds = Math.Max(phase.MeasureEndSecond - phase.MeasureStartSecond, 1e-9);
        var step = new CapacityStep
        {
            Phase = phase.Name,
            Model = StepPhases.ModelOf(plan),
            Load = StepPhases.LoadOf(plan),
            MeasuredSeconds = phase.MeasureEndSecond - phase.MeasureStartSecond,
            Outcome = outcome,
            BrokenSlo = broken?.Id ?? "",
            Reason = outcome == StepOutcome.Breaks ? StepReason.Of(record, judged.Validity, resources, broken, reason, wasLate)
                : wasLate ? "The generator was late, and with its lateness in the figures all rows pass."
                : reason,
            ThroughputPerSecond = ok / Math.Max(seconds, phase.MeasuredSeconds),
            ErrorRatio = all == 0 ? null : (all - ok) / (double)all,
            MeanMs = times.TotalCount == 0 ? null : times.MeanMicros / 1000,
            PercentilesMs = new SortedDictionary<double, double>(times.TotalCount == 0 ? [] : s_percentiles.ToDictionary(percentile => percentile, percentile => times.PercentileMicros(percentile) / 1000.0)),
            Resources = resources,
        };
        var worst = measured.OrderByDescending(one => one.Strength?.Strength ?? double.NegativeInfinity).Select(one => one.Row.Reason).FirstOrDefault() ?? "no row was measured.";
        return new JudgedStep(step, known.Strength, known.Error, [.. rows.Where(row => row.Verdict == Verdict.NotMeasured).Select(row => row.Id)], broken?.Reason ?? (wasLate ? "the generator was late, and with its lateness in the figures all rows pass." : worst))
        {
            MemorySeconds = StepLength.Memory(Seconds(record, phase)),
            WasEnded = wasEnded,
            WasLate = wasLate,
        };
    }

    /// <summary>Nobody listens: a target that is overloaded takes some connections, or lets them wait.</summary>
    private static bool IsDown(RunRecord record, PhaseResult phase)
    {
        var measured = record.Slices.Where(slice => slice.Key.Measured && slice.Key.Phase == phase.Name).ToList();

        // An iteration may go on after a refused request and end well: requests count where a scenario makes some.
        var withSteps = measured.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).Select(slice => slice.Key.Scenario).ToHashSet(StringComparer.Ordinal);
        var ended = measured.FindAll(slice => (slice.Key.Step == SeriesKey.WholeIteration) != withSteps.Contains(slice.Key.Scenario));
        return ended.Sum(slice => slice.Service.TotalCount) > 0 && ended.TrueForAll(slice => slice.Key.Class == ResultClasses.Refused);
    }

    /// <summary>The response times of each whole measured second.</summary>
    private static List<PackedHistogram> Seconds(RunRecord record, PhaseResult phase) =>
    [
        .. record.Slices.Where(slice => slice.Key.Measured && slice.Key.Phase == phase.Name && slice.Key.Step == SeriesKey.WholeIteration)
            .GroupBy(slice => slice.Second).OrderBy(second => second.Key).Select(second => PackedHistogram.Merge(second.Select(slice => slice.Response)).Pack()),
    ];

    private static (StepOutcome Outcome, string Reason) Outcome(RunEvaluation judged, List<SloVerdict> measured, PhaseResult phase, bool wasEnded)
    {
        var invalid = judged.Validity.Findings.Where(finding => finding.Severity == FindingSeverity.Invalid).ToList();
        if (invalid.FirstOrDefault(finding => BottleneckFinder.GeneratorChecks.Contains(finding.Check)) is { } generator)
        {
            return (StepOutcome.Invalid, $"The generator was at its limit ({generator.Check}): {generator.Seen}.");
        }

        if (measured.Any(row => row.Verdict == Verdict.Fail) || wasEnded)
        {
            return (StepOutcome.Breaks, "");
        }

        if (phase.Measured.Dropped > 0)
        {
            return (StepOutcome.Breaks, FormattableString.Invariant($"{phase.Measured.Dropped} arrivals found all virtual users waiting for answers."));
        }

        // The verdicts of an invalid step are not passes any more, so what made it invalid is the reason.
        return invalid.Count > 0 ? (StepOutcome.Undecided, $"{invalid[0].Check}: {invalid[0].Seen}.")
            : measured.Count == 0 ? (StepOutcome.Undecided, phase.Measured is { Started: > 0 and var started, Ok: 0, Failed: 0 }
                ? FormattableString.Invariant($"None of the {started} iterations that were started ended: the target hangs, and that says nothing of what it holds.")
                : "No row was measured.")
            : measured.FirstOrDefault(row => row.Verdict != Verdict.Pass) is { } open ? (StepOutcome.Undecided, open.Reason)
            : (StepOutcome.Holds, "");
    }

    /// <summary>The requests: the steps of scenarios that have some, else the iterations.</summary>
    private static (LatencyHistogram Times, long Ok, long All) Requests(RunRecord record, PhaseResult phase)
    {
        var slices = record.Slices.Where(slice => slice.Key.Measured && slice.Key.Phase == phase.Name).ToList();
        var withSteps = slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).Select(slice => slice.Key.Scenario).ToHashSet(StringComparer.Ordinal);
        var (times, ok, all) = (new LatencyHistogram(), 0L, 0L);
        foreach (var slice in slices.Where(slice => (slice.Key.Step == SeriesKey.WholeIteration) != withSteps.Contains(slice.Key.Scenario)))
        {
            times.Add(slice.Response);
            all += slice.Response.TotalCount;
            ok += slice.Key.Class == ResultClasses.Ok ? slice.Response.TotalCount : 0;
        }

        return (times, ok, all);
    }
}
