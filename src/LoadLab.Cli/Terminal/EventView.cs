using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Verdicts;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>What happened in a run beside its rows: faults that were injected, budgets that burned, alerts that fired.</summary>
internal static class EventView
{
    /// <summary>So many budgets are named.</summary>
    private const int MostBurns = 4;

    public static void Write(IAnsiConsole console, TerminalWords words, RunEvaluation evaluation)
    {
        foreach (var line in CapacityLines.Of(evaluation.Capacity))
        {
            MarkedLine.Write(console, "dim", words.Safe("·"), words.Safe(line));
        }

        Faults(console, words, evaluation);
        Burns(console, words, evaluation);
        Alerts(console, words, evaluation);
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
            MarkedLine.Write(console, "dim", words.Safe("·"), words.Safe(FaultText.Line(fault)));
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
        foreach (var burn in burns.Take(MostBurns))
        {
            MarkedLine.Write(console, "dim", words.Safe("·"), words.Safe(BurnText.Line(burn)));
        }

        if (burns.Count > MostBurns)
        {
            MarkedLine.Write(console, "dim", words.Safe("·"), FormattableString.Invariant($"[dim]and {burns.Count - MostBurns} more in the report[/]"));
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
            MarkedLine.Write(console, "dim", words.Safe("·"), words.Safe(AlertText.Line(alert)));
        }

        console.WriteLine();
    }
}
