using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Figures;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>The rows that decide, one a line.</summary>
internal static class VerdictTable
{
    /// <summary>The table.</summary>
    /// <param name="words">Symbols and colours.</param>
    /// <param name="evaluation">What was judged.</param>
    /// <param name="wide">True where the interval and the place fit too.</param>
    public static Table Of(TerminalWords words, RunEvaluation evaluation, bool wide)
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
}
