using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Core.Capacity.Search;

/// <summary>Reads the answers of a capacity run out of its record. Pure: what the search said while it ran, it says again from the record.</summary>
public static class CapacityAnalyser
{
    /// <summary>Share of failed requests, in every step, that no load explains.</summary>
    private const double MostFailed = 0.5;

    /// <summary>Times the lowest load from which on the highest one is another load: the search halves and doubles.</summary>
    private const double FarApart = 2;

    /// <summary>Share of failed requests below which a target answers.</summary>
    private const double FewFailed = 0.05;

    /// <summary>The steps of a run.</summary>
    public static IReadOnlyList<JudgedStep> Steps(RunRecord record, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(catalogue);
        return [.. Complete(record).Select(phase => StepJudge.Of(StepJudge.Only(record, phase), catalogue))];
    }

    /// <summary>One answer for each search of the plan, from its steps.</summary>
    public static IReadOnlyList<CapacityAnswer> Answers(RunRecord record, IReadOnlyList<JudgedStep> steps)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(steps);
        return [.. record.Plan.Capacity!.Searches.Select(range => Answer(record, range, [.. steps.Where(step => step.Step.Model == range.Model)]))];
    }

    /// <summary>What the search of a range is asked for.</summary>
    public static SearchOptions OptionsOf(CapacityPlan plan, CapacityRange range)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(range);
        return new SearchOptions { Model = range.Model, From = range.From, To = range.To, Floor = range.Floor, Precision = plan.Precision, HoldSeconds = plan.HoldSeconds };
    }

    /// <summary>The phases that came to their end. That of an interrupted run which was under way says nothing.</summary>
    private static IEnumerable<PhaseResult> Complete(RunRecord record) => record.Phases.Where(phase =>
        record.Plan.Phases.FirstOrDefault(plan => plan.Name == phase.Name) is { } plan
        && (record.Outcome == RunOutcome.Completed || phase != record.Phases[^1] || phase.MeasureEndSecond - phase.MeasureStartSecond >= StepPhases.ToHold(plan, record.Plan.Capacity!) - 0.5));

    private static CapacityAnswer Answer(RunRecord record, CapacityRange range, IReadOnlyList<JudgedStep> steps)
    {
        var options = OptionsOf(record.Plan.Capacity!, range);
        var evidence = steps.Select(step => step.Evidence).ToList();
        var move = CapacitySearch.Next(options, evidence);
        var status = move.End ?? (record.Outcome == RunOutcome.Completed ? CapacityStatus.Open : CapacityStatus.Interrupted);
        var (load, low, high) = CapacitySearch.Estimate(options, evidence);
        if (status == CapacityStatus.Invalid)
        {
            (load, low, high) = (null, Offered(evidence), null);
        }

        var broke = steps.Where(step => step.Step.Outcome == StepOutcome.Breaks && step.Step.Load >= (load ?? 0)).MinBy(step => step.Step.Load)?.Step;
        return new CapacityAnswer
        {
            Model = range.Model,
            Status = status,
            Load = load,
            Low = low,
            High = high,
            BrokeAt = broke?.Load,
            BrokenSlo = broke?.BrokenSlo ?? "",
            Reason = broke?.Reason ?? (status == CapacityStatus.Invalid ? steps[^1].Step.Reason : ""),
            Notes = [.. Notes(record, options, move, status, steps, evidence)],
            Steps = [.. steps.Select(step => step.Step)],
        };
    }

    /// <summary>The first step in which most failed, or nothing ended, at no more load than one before it that was answered; null when there is none.</summary>
    private static (CapacityStep Before, CapacityStep After)? Changed(IReadOnlyList<JudgedStep> steps)
    {
        foreach (var (step, at) in steps.Select((step, at) => (step.Step, at)))
        {
            if (step.ErrorRatio is null or > MostFailed && steps.Take(at).Select(earlier => earlier.Step).FirstOrDefault(earlier => earlier.Load >= step.Load && earlier.ErrorRatio < FewFailed) is { } before)
            {
                return (before, step);
            }
        }

        return null;
    }

    /// <summary>
    /// Whether most requests fail because of the load shows only where the load differs: with less of it an overloaded target fails fewer, and one that does not work fails as many.
    /// </summary>
    private static string MostlyFailed(CapacityModel model, IReadOnlyList<CapacityStep> steps)
    {
        var (lowest, highest) = (steps.MinBy(step => step.Load)!, steps.MaxBy(step => step.Load)!);
        var where = lowest.Load == highest.Load ? $"at {CapacityText.Load(model, lowest.Load)}" : $"from {CapacityText.Load(model, lowest.Load)} to {CapacityText.Load(model, highest.Load)}";
        return $"In {(steps.Count == 1 ? "the only step" : "every step")} more than {Units.Percent(MostFailed)} of the requests failed, {where}"
            + (highest.Load >= lowest.Load * FarApart && lowest.ErrorRatio > highest.ErrorRatio - FewFailed
                ? ", and not fewer at the lowest load: that is hardly an overload. See what the target answers, and search again when it works."
                : ": that may be an overload, or a target that does not work. See what the target answers, and search from a lower load with --from.");
    }

    /// <summary>The highest load that the generator offered without being at its limit itself.</summary>
    private static double? Offered(List<StepEvidence> evidence) =>
        evidence.Where(step => step.Outcome != StepOutcome.Invalid).Select(step => (double?)step.Load).Max();

    private static IEnumerable<string> Notes(
        RunRecord record, SearchOptions options, SearchMove move, CapacityStatus status, IReadOnlyList<JudgedStep> steps, List<StepEvidence> evidence)
    {
        if (move.Why.Length > 0)
        {
            yield return steps is [.., { Step: { Outcome: StepOutcome.Undecided, Reason.Length: > 0 } last }] ? $"{move.Why} The last of them: {last.Reason}" : move.Why;
        }
        else if (status == CapacityStatus.Open)
        {
            yield return record.Plan.Capacity!.MostSeconds is { } most
                ? string.Create(CultureInfo.InvariantCulture, $"The time of {most:0} s{(record.Plan.Capacity.Searches.Count > 1 ? $", shared by {record.Plan.Capacity.Searches.Count} searches," : "")} was over before the interval was as narrow as ± {options.Precision * 100:0.#} %. Give it longer with --max-time.")
                : "The search ended before the interval was narrow enough.";
        }
        else if (status == CapacityStatus.Interrupted && record.Outcome != RunOutcome.Interrupted)
        {
            yield return $"The run ended before the search did: {record.OutcomeReason.TrimEnd('.')}. What the steps until then showed is kept.";
        }

        if (status is CapacityStatus.Open or CapacityStatus.Interrupted && evidence.Count > 0 && StepLength.Missing(evidence.TakeLast(StepLength.Last).ToList()) is { } needed)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Response times of one second follow those of the seconds before for so long that a step near the answer needs {needed:0} s, and the steps were shorter. Give --hold {needed:0}s and time for it.");
        }

        if (CapacitySearch.GeneratorCeiling(evidence) is { } ceiling && status != CapacityStatus.Invalid)
        {
            yield return $"From {CapacityText.Load(options.Model, ceiling)} on the generator was at its own limit; steps there say nothing of the target.";
        }

        if (steps.Count > 0 && steps.All(step => step.Step.ErrorRatio > MostFailed))
        {
            yield return MostlyFailed(options.Model, [.. steps.Select(step => step.Step)]);
        }

        if (Changed(steps) is { } changed)
        {
            yield return $"The target changed while the search ran: at {CapacityText.Load(options.Model, changed.Before.Load)} it answered, and at {CapacityText.Load(options.Model, changed.After.Load)} later {(changed.After.ErrorRatio is { } failed ? $"{Units.Percent(Math.Round(failed, 2))} of the requests failed" : "nothing was answered")}. What was found mixes both: search again.";
        }

        if (steps.Count(step => step.WasLate) is > 0 and var late)
        {
            yield return $"In {late} of {steps.Count} steps the generator was late. Its lateness is part of the response times: what held with it, holds; and what broke, broke by more than it.";
        }

        var contradictions = CapacitySearch.Contradictions(evidence);
        if (contradictions.Count > 0)
        {
            var (held, broken) = contradictions.MaxBy(pair => pair.Held.Load / pair.Broke.Load);
            yield return $"Steps contradict one another: {CapacityText.Load(options.Model, held.Load)} held, and {CapacityText.Load(options.Model, broken.Load)} broke. The interval is the wider for it.";
        }

        var silent = steps.SelectMany(step => step.NotMeasured).Distinct(StringComparer.Ordinal).ToList();
        if (silent.Count > 0)
        {
            yield return $"Not measured, so the answer says nothing of them: {string.Join(", ", silent)}.";
        }
    }
}
