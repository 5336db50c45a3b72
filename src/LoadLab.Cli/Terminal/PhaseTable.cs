using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;
using Spectre.Console;

namespace LoadLab.Cli.Terminal;

/// <summary>A line a phase: offered, achieved, errors, response time; service time where the driver knows no response time, and then the first title says so.</summary>
internal static class PhaseTable
{
    public static Table Of(TerminalWords words, IReadOnlyList<PhaseFigures> phases, bool wide)
    {
        var table = words.Table();
        table.AddColumn(new TableColumn("[dim]Phase[/]"));
        table.AddColumn(new TableColumn("[dim]Offered[/]"));
        var first = phases.Any(phase => phase.All.HasServiceTimeOnly) ? "Service P50" : "P50";
        foreach (var title in wide ? (string[])["Requests", "Iterations", "Failed", first, "P95", "P99", "Max"] : ["Requests", "Failed", first, "P95", "P99"])
        {
            table.AddColumn(words.Column(title, right: true));
        }

        foreach (var phase in phases)
        {
            var times = phase.All.Times;
            var failed = phase.All.Failed == 0 ? "0" : $"[red]{words.Safe(Units.Percent(phase.All.FailedRatio))}[/]";
            List<string> cells =
            [
                words.Safe(phase.Result.Name),
                words.Safe(phase.Offered),
                $"[bold]{Units.Rate(phase.RequestsPerSecond)}[/]",
                failed,
                Time(times.P50),
                $"[bold]{Time(times.P95)}[/]",
                Time(times.P99),
            ];
            if (wide)
            {
                cells.Insert(3, Units.Rate(phase.IterationsPerSecond));
                cells.Add(Time(times.Max));
            }

            table.AddRow([.. cells]);
        }

        return table;

        string Time(double milliseconds) => words.Safe(Units.Milliseconds(milliseconds));
    }
}
