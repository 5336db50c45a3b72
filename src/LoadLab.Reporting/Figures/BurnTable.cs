using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Figures;

/// <summary>The burn of the error budgets as a table, for every report alike: a row for each figure on which something was bad.</summary>
internal static class BurnTable
{
    /// <summary>What the table says, and what it does not.</summary>
    public const string Note = "How fast a month's error budget would go if this load went on: bad ratio / (1 − target). No verdict rests on it.";

    /// <summary>Column titles; one that starts with <c>&gt;</c> is right-aligned.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["SLO", ">Bad", ">Burn rate", ">95 % interval", "Budget", "Alerts if it goes on"];

    /// <summary>The rows; empty when nothing was bad.</summary>
    public static IReadOnlyList<string[]> Rows(RunEvaluation evaluation) => [.. evaluation.Burns.Where(burn => burn.BadRatio > 0).Select(Row)];

    private static string[] Row(SustainedBurn burn) => burn.Rate is { } rate
        ? [burn.Title, Units.Percent(burn.BadRatio), BurnText.Times(rate), $"{BurnText.Times(burn.RateLow ?? rate)} … {BurnText.Times(burn.RateHigh ?? rate)}", Sentence(BurnText.Lasts(burn)), Alerts(burn)]
        : [burn.Title, Units.Percent(burn.BadRatio), Units.None, "", "There is none: its target is 100 %", ""];

    private static string Alerts(SustainedBurn burn) => BurnText.Alerts(burn) is { Length: > 0 } alerts ? alerts.Trim() : "none";

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
