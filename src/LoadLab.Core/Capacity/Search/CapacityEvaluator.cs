using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Capacity.Search;

/// <summary>
/// Judges a capacity run. Pure. Its rows are judged in the steps that held: the others were overloads on purpose. A capacity row of the catalogue is judged by the interval that
/// the search found, and not by a step that happened to offer its load.
/// </summary>
public static class CapacityEvaluator
{
    /// <summary>Judges a run, of a search or not.</summary>
    /// <param name="record">What was measured.</param>
    /// <param name="catalogue">The rows.</param>
    public static RunEvaluation Evaluate(RunRecord record, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (record.Plan.Capacity is not { } capacity)
        {
            return Evaluator.Evaluate(record, catalogue);
        }

        var steps = CapacityAnalyser.Steps(record, catalogue);
        var answers = CapacityAnalyser.Answers(record, steps);
        var judged = Evaluator.Evaluate(Held(record, steps), catalogue);
        var rows = catalogue.Slos.OfType<CapacitySlo>().ToDictionary(row => row.Id, StringComparer.Ordinal);
        answers = [.. answers.Select(answer => answer with
        {
            Targets = [.. rows.Values.Where(row => record.Plan.Slos.Contains(row.Id) && (row.Users is not null) == (answer.Model == CapacityModel.Users)).Select(row => row.Objective.Limit).Distinct().Order()],
        })];
        judged = judged with
        {
            Verdicts = [.. judged.Verdicts.Select(verdict => rows.TryGetValue(verdict.Id, out var row) && row.Holds.All(capacity.Slos.Contains)
                && answers.FirstOrDefault(answer => answer.Model == (row.Users is not null ? CapacityModel.Users : CapacityModel.Rate)) is { } answer ? Judge(verdict, answer) : verdict)],
            Capacity = answers,
        };
        var invalid = answers.Where(answer => answer.Status == CapacityStatus.Invalid)
            .Select(answer => new Finding("capacity-generator", FindingSeverity.Invalid, CapacityText.Sentence(answer), "a generator that can offer more than the target holds", "Give the generator its own machine or more CPU, or lower --to."));
        var findings = invalid.Concat(judged.Validity.Findings).ToList();
        judged = judged with { Validity = new Validity(findings.Exists(finding => finding.Severity == FindingSeverity.Invalid) ? ValidityStatus.Invalid : judged.Validity.Status, findings) };
        return Decide(DecisionRule.Decide(record, judged), answers);
    }

    /// <summary>The run with the steps that held on time; with all where none did.</summary>
    private static RunRecord Held(RunRecord record, IReadOnlyList<JudgedStep> steps)
    {
        var held = steps.Where(step => step is { Step.Outcome: StepOutcome.Holds, WasLate: false }).Select(step => step.Step.Phase).ToHashSet(StringComparer.Ordinal);
        return held.Count == 0 ? record : record with
        {
            Plan = record.Plan with { Phases = [.. record.Plan.Phases.Where(phase => held.Contains(phase.Name))] },
            Phases = [.. record.Phases.Where(phase => held.Contains(phase.Name))],
        };
    }

    private static SloVerdict Judge(SloVerdict verdict, CapacityAnswer answer)
    {
        var state = answer.Status == CapacityStatus.Invalid ? Verdict.Inconclusive
            : answer.Low >= verdict.Limit && answer.Steps.Any(step => step.Outcome == StepOutcome.Holds && step.Load >= verdict.Limit) ? Verdict.Pass
            : answer.High < verdict.Limit || (answer.Status == CapacityStatus.LessThan && answer.High <= verdict.Limit) ? Verdict.Fail
            : Verdict.Inconclusive;
        var text = CapacityText.Sentence(answer);
        return verdict with
        {
            Verdict = state,
            Measured = answer.Load ?? answer.Low ?? answer.High,
            Low = answer.Low,
            High = answer.High,
            Samples = answer.Steps.Count,
            FirstCrossedSecond = null,
            Phase = answer.Steps.LastOrDefault(step => step.Load == answer.BrokeAt)?.Phase ?? "",
            Reason = $"The search says: {text}{(state == Verdict.Inconclusive && answer.Status != CapacityStatus.Invalid ? $" The row asks about {CapacityText.Load(answer.Model, verdict.Limit)}, {Place(answer, verdict.Limit)}." : "")}",
        };
    }

    /// <summary>Where the load that a row asks about lies, when the search does not decide it.</summary>
    private static string Place(CapacityAnswer answer, double asked) => answer switch
    {
        { Low: null, High: null } => "of which nothing is known",
        { Low: { } low } when low >= asked => "which no step held",
        { High: null } => "which is above what held",
        { Low: null } => "which is below what broke",
        _ => "which is inside the interval",
    };

    /// <summary>A search whose rows stand for no objective answers a question; it passes and fails nothing.</summary>
    private static RunEvaluation Decide(RunEvaluation judged, IReadOnlyList<CapacityAnswer> answers)
    {
        var isOpen = answers.Any(answer => answer.Status is CapacityStatus.Open or CapacityStatus.Interrupted);
        return judged.ExitCode == ExitCode.Ok && isOpen
            ? judged with { Decision = Decision.NoGo, ExitCode = ExitCode.Inconclusive, Reasons = ["The search ended before its interval was narrow enough.", .. judged.Reasons] }
            : judged;
    }
}
