using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>What failed, below the phases: a line for each kind, and apart from them what no figure counts.</summary>
internal static class FailureView
{
    /// <summary>So many kinds are named.</summary>
    private const int Most = 5;

    /// <summary>So many of those that do not count.</summary>
    private const int MostOutside = 3;

    public static void Write(IAnsiConsole console, TerminalWords words, RunRecord record)
    {
        var (failed, outside) = FailureTable.Split(record);
        if (failed.Count > 0)
        {
            console.MarkupLine(FailureWords.Title + ":");
            Rows(console, words, record, failed, Most, "bold red", words.Mark(Verdict.Fail));
            if (FailureWords.InFull(record) is { Length: > 0 } inFull)
            {
                MarkedLine.Write(console, "dim", words.Safe("·"), $"[dim]{words.Safe(inFull)}[/]");
            }

            console.WriteLine();
        }

        if (outside.Count > 0)
        {
            console.MarkupLine($"[dim]{words.Safe(FailureWords.Outside(outside))}[/]");
            Rows(console, words, record, [.. outside.Where(row => !row.IsToldAlready)], MostOutside, "dim", words.Safe("·"));
            console.WriteLine();
        }
    }

    private static void Rows(IAnsiConsole console, TerminalWords words, RunRecord record, IReadOnlyList<FailureRow> rows, int most, string colour, string mark)
    {
        foreach (var row in rows.Take(most))
        {
            var said = FailureWords.Said(row);
            MarkedLine.Write(console, colour, mark,
                $"[bold]{words.Safe($"{FailureWords.Step(row, record)}: {row.Kind}")}[/], {words.Safe(FailureWords.Count(row))}{(said.Length > 0 ? $"[dim]: {words.Safe(said)}[/]" : "")}");
        }

        if (FailureWords.More(rows.Count - most) is { Length: > 0 } more)
        {
            MarkedLine.Write(console, "dim", words.Safe("·"), $"[dim]{more} in the report[/]");
        }
    }
}
