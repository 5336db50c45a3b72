using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>
/// Says how a run ended: validity, verdicts, a line a phase, what failed and since when, GO or NO-GO, and where the report is. Fits 80
/// columns and uses more. Colour, and symbols beyond ASCII, as the console's profile allows.
/// </summary>
internal static class VerdictView
{
    /// <summary>From this width on the table has the interval and the place too.</summary>
    private const int WideColumns = 110;

    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="record">What was measured.</param>
    /// <param name="evaluation">What was judged.</param>
    /// <param name="reportPath">The report to open.</param>
    /// <param name="isPart">True when a decision on more than this follows: what the SLOs say is then no GO or NO-GO.</param>
    public static void Write(IAnsiConsole console, RunRecord record, RunEvaluation evaluation, string reportPath, bool isPart = false)
    {
        var words = new TerminalWords(console.Profile.Capabilities.Unicode);
        console.WriteLine();
        Validity(console, words, record, evaluation);
        var isWide = console.Profile.Width >= WideColumns;
        words.Write(console, VerdictTable.Of(words, evaluation, isWide));
        if (record.Phases.Count > 0)
        {
            words.Write(console, PhaseTable.Of(words, PhaseFigures.Of(record), isWide));
        }

        if (!console.Profile.Capabilities.Unicode)
        {
            console.WriteLine();
        }

        FailureView.Write(console, words, record);
        SlowTraceView.Write(console, words, record);
        CustomView.Write(console, words, record);
        EventView.Write(console, words, evaluation);
        NotPassedView.Write(console, words, evaluation);
        Conditions(console, words, record, evaluation);
        Decision(console, words, evaluation, isPart);
        Path(console, words, reportPath);
    }

    private static void Validity(IAnsiConsole console, TerminalWords words, RunRecord record, RunEvaluation evaluation)
    {
        var findings = evaluation.Validity.Findings.Concat(record.Findings).Distinct().Where(finding => finding.Severity != FindingSeverity.Info).ToList();
        console.MarkupLine(evaluation.Validity.Status == ValidityStatus.Valid
            ? $"Run [bold]{words.Safe(record.RunId)}[/] is [green]valid[/]{(record.Driver is { } driver ? $", as far as what {words.Safe(driver.Name)} wrote can tell" : ": the generator kept to its schedule")}."
            : $"Run [bold]{words.Safe(record.RunId)}[/] is [bold red]INVALID[/]: its figures are not the target's, so nothing passes.");
        if (record.Outcome != RunOutcome.Completed)
        {
            console.MarkupLine($"  [yellow]{words.Safe(record.Outcome.ToString().ToLowerInvariant())}[/] {words.Safe(record.OutcomeReason)}");
        }

        foreach (var finding in findings)
        {
            var colour = finding.Severity == FindingSeverity.Invalid ? "red" : "yellow";
            MarkedLine.Write(console, colour, words.Mark(finding.Severity == FindingSeverity.Invalid ? Verdict.Fail : Verdict.Warn),
                $"{words.Safe(finding.Check)}: {words.Safe(FindingText.Fact(finding))}. [dim]{words.Safe(finding.Advice)}[/]");
        }
    }

    private static void Conditions(IAnsiConsole console, TerminalWords words, RunRecord record, RunEvaluation evaluation)
    {
        if (evaluation.Conditions.Count == 0)
        {
            return;
        }

        console.MarkupLine(words.Safe(DecisionText.Title(record)));
        foreach (var condition in evaluation.Conditions)
        {
            var like = condition.State == ConditionState.Holds ? Verdict.Pass
                : condition.State == ConditionState.DoesNotHold ? Verdict.Fail
                : condition.Blocks ? Verdict.Inconclusive
                : Verdict.NotMeasured;
            MarkedLine.Write(console, TerminalWords.Colour(like), words.Mark(like), words.Safe(condition.ToString()));
        }

        console.WriteLine();
    }

    private static void Decision(IAnsiConsole console, TerminalWords words, RunEvaluation evaluation, bool isPart)
    {
        var colour = evaluation.Decision == Core.Verdicts.Decision.NoGo ? "white on red" : "black on green";
        List<string> reasons = [.. RunStory.Reasons(evaluation)];
        if (evaluation.Validity.Status == ValidityStatus.Invalid)
        {
            reasons.Insert(0, "The run is invalid.");
        }

        if (isPart)
        {
            console.MarkupLine($"[bold]SLOs[/]    {words.Safe(string.Join(" ", reasons))}");
            return;
        }

        console.MarkupLine($"[bold {colour}] {RunStory.Decision(evaluation.Decision)} [/]  {words.Safe(string.Join(" ", reasons))}");
    }

    /// <summary>The path in one piece, however narrow the terminal: a path with a line break in it cannot be opened.</summary>
    private static void Path(IAnsiConsole console, TerminalWords words, string path)
    {
        console.Markup("[dim]Report[/]  ");
        foreach (var piece in words.Plain(path).Chunk(Math.Max(1, console.Profile.Width)))
        {
            console.Write(new Text(new string(piece)));
        }

        console.WriteLine();
    }
}
