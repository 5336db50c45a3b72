using System.Globalization;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Figures;

/// <summary>The summary of a capacity search in sentences: what is held, against what is asked for, and what the search did. Its overloads were made on purpose. Pure.</summary>
internal static class SearchStory
{
    /// <summary>What is held, a sentence for each model, and the reasons for the decision.</summary>
    public static IEnumerable<string> Lead(RunEvaluation evaluation) =>
    [
        .. evaluation.Validity.Status == ValidityStatus.Invalid && evaluation.Validity.Findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Invalid) is { } worst
            ? [$"The run is invalid, so nothing passes: {worst.Check}, {FindingText.Part(worst.Seen)} (allowed: {FindingText.Part(worst.Allowed)})."]
            : Array.Empty<string>(),
        .. evaluation.Capacity.Select(answer => $"{CapacityTable.Title(answer.Model)}: {Held(answer)}{Asked(answer)}."),
        .. Overloads([.. evaluation.Capacity.SelectMany(answer => answer.Steps).Select(step => step.Outcome)]),
        .. RunStory.Reasons(evaluation),
    ];

    /// <summary>The loads that the steps offered, and how many of them were overloads.</summary>
    public static string Steps(RunRecord record)
    {
        var steps = record.Phases.Select(phase => record.Plan.Phases.FirstOrDefault(plan => plan.Name == phase.Name)).OfType<PhasePlan>().ToList();
        var measured = TimeSpan.FromSeconds(Math.Round(record.Phases.Sum(phase => phase.MeasureEndSecond - phase.MeasureStartSecond)));
        var parts = new[] { LoadModel.Open, LoadModel.Closed }
            .Select(model => (model, Loads: steps.Where(phase => phase.Model == model).Select(phase => phase.Segments.Max(segment => LoadShape.Of(segment.Simulation).Peak(segment.Simulation))).ToList()))
            .Where(part => part.Loads.Count > 0)
            .Select(part => (part.model == LoadModel.Open ? CapacityModel.Rate : CapacityModel.Users) is var unit
                ? $"{Count(part.Loads.Count)} from {CapacityFigure.Load(unit, part.Loads.Min())} to {CapacityFigure.Load(unit, part.Loads.Max())}"
                : "");
        return steps.Count == 0 ? "No step was made." : $"The search offered {string.Join(", and ", parts)}, measured for {Units.Duration(measured)}.";
    }

    /// <summary>Whether what failed in the steps counts: rows are judged in the steps that held, and in all of them where none did.</summary>
    private static IEnumerable<string> Overloads(IReadOnlyList<StepOutcome> steps) => !steps.Contains(StepOutcome.Breaks) ? []
        : steps.Contains(StepOutcome.Holds) ? ["The steps that broke were overloads on purpose, and their failures are no failures of the run."]
        : ["No step held, so the failures of all steps count."];

    /// <summary>What is held, with its interval: <c>holds 900/s (95 % interval 780 … 1,010)</c>.</summary>
    public static string Held(CapacityAnswer answer)
    {
        var range = answer is { Load: not null, Held: { } ends } && CapacityFigure.Range(answer.Model, ends) is { } text ? $" (95 % interval {text})" : "";
        return answer switch
        {
            { Status: CapacityStatus.Invalid } => answer.Low is { } offered ? $"INVALID, the generator itself offered at most {CapacityFigure.Load(answer.Model, offered)}" : "INVALID, the generator was at its limit",
            { Held: null } => "nothing is known of it",
            _ when CapacityText.IsOpenBelow(answer) => $"nothing is known below {CapacityFigure.Load(answer.Model, answer.High!.Value)}",
            { Held: { } held } => $"holds {CapacityFigure.Held(answer.Model, held)}{range}",
        };
    }

    /// <summary>Whether the search is done, in a word or two.</summary>
    public static string Status(CapacityAnswer answer) => answer.Status switch
    {
        CapacityStatus.Found => "decided",
        CapacityStatus.AtLeast => "nothing broke up to there",
        CapacityStatus.LessThan => "broke at the lowest load",
        CapacityStatus.Open => "not decided",
        CapacityStatus.Interrupted => "interrupted",
        CapacityStatus.Invalid => "INVALID",
        _ => throw new System.Diagnostics.UnreachableException($"{answer.Status} has no word."),
    };

    /// <summary>Against the highest load that a row asks for: <c>, 6 times the 150/s that is asked for</c>; empty where none is asked for or nothing known. Begins with its comma or semicolon.</summary>
    public static string Asked(CapacityAnswer answer)
    {
        if (answer.Targets.Count == 0 || answer.Held is not { } held)
        {
            return "";
        }

        var target = answer.Targets.Max();
        var what = $"the {CapacityFigure.Load(answer.Model, target)} that {(answer.Model == CapacityModel.Users ? "are" : "is")} asked for";
        if (CapacityText.IsOpenBelow(answer))
        {
            return $"; {CapacityFigure.Load(answer.Model, target)} {(answer.Model == CapacityModel.Users ? "are" : "is")} asked for";
        }

        var times = held.Scale(1 / target);
        return times switch
        {
            { High: double.PositiveInfinity } => $", at least {Times(times.Low)} {what}",
            { Low: <= 0 } => $", less than {Times(times.High)} {what}",
            { Low: >= 1 } => $", {Times(times.Estimate)} {what}",
            { High: < 1 } => $", only {CapacityFigure.Share(times)} of {what}",
            _ => $", its interval spans {what}",
        };
    }

    private static string Times(double ratio) => ratio.ToString(ratio >= 10 ? "#,0" : "0.#", CultureInfo.InvariantCulture) + " times";

    private static string Count(int steps) => steps == 1 ? "1 step" : $"{steps} steps";
}
