using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>
/// Says how a run ended: validity, verdicts, a line a phase, what failed and since when, GO or NO-GO, and where the report is. Fits 80
/// columns and uses more. Colour, and symbols beyond ASCII, as the console's profile allows.
/// </summary>
public static class VerdictView
{
    /// <summary>From this width on the table has the interval and the place too.</summary>
    private const int WideColumns = 110;

    /// <summary>So many rows that decide nothing are named.</summary>
    private const int MostAside = 4;

    /// <summary>Writes it.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="record">What was measured.</param>
    /// <param name="evaluation">What was judged.</param>
    /// <param name="reportPath">The report to open.</param>
    /// <param name="isPart">True when a decision on more than this follows: what the SLOs say is then no GO or NO-GO.</param>
    public static void Write(IAnsiConsole console, RunRecord record, RunEvaluation evaluation, string reportPath, bool isPart = false)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(evaluation);
        var words = new TerminalWords(console.Profile.Capabilities.Unicode);
        console.WriteLine();
        Validity(console, words, record, evaluation);
        words.Write(console, Verdicts(words, evaluation, console.Profile.Width >= WideColumns));
        if (record.Phases.Count > 0)
        {
            words.Write(console, PhaseTable.Of(words, PhaseFigures.Of(record), console.Profile.Width >= WideColumns));
        }

        if (!console.Profile.Capabilities.Unicode)
        {
            console.WriteLine();
        }

        FailureView.Write(console, words, record);
        Faults(console, words, evaluation);
        Burns(console, words, evaluation);
        Alerts(console, words, evaluation);
        NotPassed(console, words, evaluation);
        Conditions(console, words, record, evaluation);
        Decision(console, words, evaluation, isPart);
        Path(console, words, reportPath);
    }

    private static void Validity(IAnsiConsole console, TerminalWords words, RunRecord record, RunEvaluation evaluation)
    {
        var findings = evaluation.Validity.Findings.Concat(record.Findings).Distinct().Where(finding => finding.Severity != FindingSeverity.Info).ToList();
        console.MarkupLine(evaluation.Validity.Status == ValidityStatus.Valid
            ? $"Run [bold]{words.Safe(record.RunId)}[/] is [green]valid[/]: the generator kept to its schedule."
            : $"Run [bold]{words.Safe(record.RunId)}[/] is [bold red]INVALID[/]: its figures are not the target's, so nothing passes.");
        if (record.Outcome != RunOutcome.Completed)
        {
            console.MarkupLine($"  [yellow]{words.Safe(record.Outcome.ToString().ToLowerInvariant())}[/] {words.Safe(record.OutcomeReason)}");
        }

        foreach (var finding in findings)
        {
            var colour = finding.Severity == FindingSeverity.Invalid ? "red" : "yellow";
            Bullet(console, colour, words.Mark(finding.Severity == FindingSeverity.Invalid ? Verdict.Fail : Verdict.Warn),
                $"{words.Safe(finding.Check)}: {words.Safe(FindingText.Fact(finding))}. [dim]{words.Safe(finding.Advice)}[/]");
        }
    }

    private static Table Verdicts(TerminalWords words, RunEvaluation evaluation, bool wide)
    {
        var table = words.Table();
        table.AddColumn(words.Column("Verdict"));
        table.AddColumn(new TableColumn("[dim]SLO[/]"));
        table.AddColumn(words.Column("Measured", right: true));
        if (wide)
        {
            table.AddColumn(words.Column("95 % interval", right: true));
        }

        table.AddColumn(words.Column("Must be", right: true));
        table.AddColumn(words.Column("Samples", right: true));
        if (wide)
        {
            table.AddColumn(words.Column("Where"));
        }

        foreach (var verdict in RunStory.Deciding(evaluation))
        {
            var colour = TerminalWords.Colour(verdict.Verdict);
            var cells = new List<string>
            {
                $"[{colour}]{words.Mark(verdict.Verdict)} {RunStory.Name(verdict.Verdict)}[/]",
                words.Safe(verdict.Title) + (verdict.Required ? "" : " [dim](not required)[/]"),
                $"[bold]{words.Safe(RunStory.Measured(verdict))}[/]",
                words.Safe(Units.Limit(verdict.Limit, verdict.Comparison, verdict.Unit)),
                $"[dim]{Units.Count(verdict.Samples)}[/]",
            };
            if (wide)
            {
                cells.Insert(3, $"[dim]{words.Safe(RunStory.Interval(verdict))}[/]");
                cells.Add($"[dim]{words.Safe(verdict.Phase.Length > 0 ? verdict.Phase : "whole run")}[/]");
            }

            table.AddRow([.. cells]);
        }

        return table;
    }

    private static void Faults(IAnsiConsole console, TerminalWords words, RunEvaluation evaluation)
    {
        if (evaluation.Faults.Count == 0)
        {
            return;
        }

        console.MarkupLine("Broken on purpose:");
        foreach (var fault in evaluation.Faults)
        {
            Bullet(console, "dim", words.Safe("·"), words.Safe(FaultText.Line(fault)));
        }

        console.WriteLine();
    }

    /// <summary>Only budgets that would not last, the surest first: the report has all of them.</summary>
    private static void Burns(IAnsiConsole console, TerminalWords words, RunEvaluation evaluation)
    {
        var burns = evaluation.Burns.Where(burn => burn.IsWorthTelling).OrderByDescending(burn => burn.RateLow ?? double.PositiveInfinity).ToList();
        if (burns.Count == 0)
        {
            return;
        }

        console.MarkupLine("Error budget, if this went on:");
        foreach (var burn in burns.Take(MostAside))
        {
            Bullet(console, "dim", words.Safe("·"), words.Safe(BurnText.Line(burn)));
        }

        if (burns.Count > MostAside)
        {
            Bullet(console, "dim", words.Safe("·"), FormattableString.Invariant($"[dim]and {burns.Count - MostAside} more in the report[/]"));
        }

        console.WriteLine();
    }

    /// <summary>Only those that fired: the report has all of them.</summary>
    private static void Alerts(IAnsiConsole console, TerminalWords words, RunEvaluation evaluation)
    {
        var fired = evaluation.Alerts.Where(alert => alert.Firings.Count > 0).OrderBy(alert => alert.Firings[0].FromSecond).ToList();
        if (fired.Count == 0)
        {
            return;
        }

        console.MarkupLine("Alerts that production would have seen:");
        foreach (var alert in fired)
        {
            Bullet(console, "dim", words.Safe("·"), words.Safe(AlertText.Line(alert)));
        }

        console.WriteLine();
    }

    private static void NotPassed(IAnsiConsole console, TerminalWords words, RunEvaluation evaluation)
    {
        // An invalid run makes every row inconclusive for one reason, which stands above already.
        var valid = evaluation.Validity.Status == ValidityStatus.Valid;
        var open = evaluation.Verdicts
            .Where(verdict => valid ? verdict.Verdict != Verdict.Pass && (verdict.Required || verdict.Verdict is Verdict.Fail or Verdict.Warn) : verdict.Verdict == Verdict.Fail)
            .ToList();
        foreach (var verdict in open)
        {
            var since = verdict.FirstCrossedSecond is { } second ? $", crossed from {Units.Clock(second)} on" : "";
            Bullet(console, TerminalWords.Colour(verdict.Verdict), words.Mark(verdict.Verdict),
                $"[bold]{words.Safe(verdict.Title)}[/]{since}: {words.Safe(verdict.Reason)}");
        }

        var aside = RunStory.Beside(evaluation).ToLookup(verdict => verdict.Verdict);
        Aside(console, words, Verdict.Pass, "Passed, and not required", [.. aside[Verdict.Pass]]);
        Aside(console, words, Verdict.Inconclusive, "Not decided, and not required", [.. aside[Verdict.Inconclusive]]);
        Aside(console, words, Verdict.NotMeasured, "Not measured, and not required", [.. aside[Verdict.NotMeasured]]);

        IReadOnlyList<string> brokeFirst = [.. RunStory.FirstCrossed(evaluation) is { } crossed ? [crossed] : Array.Empty<string>(), .. RunStory.BrokeFirst(evaluation)];
        foreach (var sentence in brokeFirst)
        {
            Bullet(console, "yellow", words.Mark(Verdict.Warn), $"[bold]{words.Safe(sentence)}[/]");
        }

        if (open.Count + aside.Count + brokeFirst.Count > 0)
        {
            console.WriteLine();
        }
    }

    /// <summary>One line for rows that decide nothing: the first by name, the rest by number.</summary>
    private static void Aside(IAnsiConsole console, TerminalWords words, Verdict verdict, string what, List<SloVerdict> rows)
    {
        if (rows.Count > 0)
        {
            var more = rows.Count > MostAside ? FormattableString.Invariant($" and {rows.Count - MostAside} more in the report") : "";
            Bullet(console, "dim", words.Mark(verdict), $"[dim]{what}: {words.Safe(string.Join(", ", rows.Take(MostAside).Select(row => row.Title)) + more)}.[/]");
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
            Bullet(console, TerminalWords.Colour(like), words.Mark(like), words.Safe(condition.ToString()));
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

    /// <summary>A marked line whose further lines stand under its text.</summary>
    internal static void Bullet(IAnsiConsole console, string colour, string mark, string markup)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(1)).AddColumn(new GridColumn().PadLeft(0).PadRight(0));
        grid.AddRow($"[{colour}]{mark}[/]", markup);
        console.Write(grid);
    }
}
