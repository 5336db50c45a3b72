using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>What did not pass and why, what decides nothing, and what broke first.</summary>
internal static class NotPassedView
{
    /// <summary>So many rows that decide nothing are named.</summary>
    private const int MostAside = 4;

    public static void Write(IAnsiConsole console, TerminalWords words, RunEvaluation evaluation)
    {
        // An invalid run makes every row inconclusive for one reason, which stands above already.
        var valid = evaluation.Validity.Status == ValidityStatus.Valid;
        var open = evaluation.Verdicts
            .Where(verdict => valid ? verdict.Verdict != Verdict.Pass && (verdict.Required || verdict.Verdict is Verdict.Fail or Verdict.Warn) : verdict.Verdict == Verdict.Fail)
            .ToList();
        foreach (var verdict in open)
        {
            var since = verdict.FirstCrossedSecond is { } second ? $", crossed from {Units.Clock(second)} on" : "";
            MarkedLine.Write(console, TerminalWords.Colour(verdict.Verdict), words.Mark(verdict.Verdict),
                $"[bold]{words.Safe(verdict.Title)}[/]{since}: {words.Safe(verdict.Reason)}");
        }

        var aside = RunStory.Beside(evaluation).ToLookup(verdict => verdict.Verdict);
        Aside(console, words, Verdict.Pass, "Passed, and not required", [.. aside[Verdict.Pass]]);
        Aside(console, words, Verdict.Inconclusive, "Not decided, and not required", [.. aside[Verdict.Inconclusive]]);
        Aside(console, words, Verdict.NotMeasured, "Not measured, and not required", [.. aside[Verdict.NotMeasured]]);

        IReadOnlyList<string> brokeFirst = [.. RunStory.FirstCrossed(evaluation) is { } crossed ? [crossed] : Array.Empty<string>(), .. RunStory.BrokeFirst(evaluation)];
        foreach (var sentence in brokeFirst)
        {
            MarkedLine.Write(console, "yellow", words.Mark(Verdict.Warn), $"[bold]{words.Safe(sentence)}[/]");
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
            MarkedLine.Write(console, "dim", words.Mark(verdict), $"[dim]{what}: {words.Safe(string.Join(", ", rows.Take(MostAside).Select(row => row.Title)) + more)}.[/]");
        }
    }
}
