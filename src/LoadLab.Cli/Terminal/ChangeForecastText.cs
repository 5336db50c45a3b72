using System.Globalization;
using LoadLab.Core.Comparison;
using LoadLab.Core.Gate;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Cli.Terminal;

/// <summary>Which changes a gate will see, as lines for people. Pure.</summary>
internal static class ChangeForecastText
{
    public static IEnumerable<string> Lines(ChangeForecast forecast)
    {
        yield return $"How long a run must be for a gate to see a change against baseline '{forecast.Baseline}' ({(forecast.Runs.Count == 1 ? "1 run" : $"{forecast.Runs.Count} runs")}) in 4 of 5 cases, margin {Percent(forecast.Margin.Relative)} and at least {Units.Milliseconds(forecast.Margin.FloorMs)}:";
        var rows = new List<string[]> { new[] { "Phase", "Figure", "Now", "Planned", "Sees", "5 %", "10 %", "20 %", "Longer runs see at best" } };
        rows.AddRange(forecast.Figures.Select(figure => new[]
        {
            figure.Phase,
            figure.Kind.Word().ToUpperInvariant(),
            Units.Milliseconds(figure.Value),
            DurationValue.Format(figure.Planned),
            "+" + Percent(figure.Smallest),
            Need(figure, 0),
            Need(figure, 1),
            Need(figure, 2),
            "+" + Percent(figure.SmallestEver),
        }));
        foreach (var line in forecast.Figures.Count == 0 ? ["No phase of the plan has a figure in the baseline."] : ColumnText.Lines(rows, 2, 3, 4))
        {
            yield return "  " + line;
        }

        foreach (var note in forecast.Notes)
        {
            yield return "  " + note;
        }
    }

    private static string Need(FigureForecast figure, int at) => figure.Changes[at] switch
    {
        { IsWithinMargin: true } => "within the margin",
        { Hold: { } hold } => hold <= figure.Planned ? "enough" : DurationValue.Format(hold),
        { RunsEach: { } runs } => $"no length; {runs} runs each",
        _ => "no length",
    };

    private static string Percent(double part) => (part * 100).ToString(part < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";
}
