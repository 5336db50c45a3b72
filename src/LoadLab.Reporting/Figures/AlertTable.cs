using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Reporting.Figures;

/// <summary>The replayed alerts as a table, for every report alike: a row for each time that one fired, and a line for those that did not.</summary>
internal static class AlertTable
{
    /// <summary>Column titles; one that starts with <c>&gt;</c> is right-aligned.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["Alert", "Level", ">Fired", ">Cleared", ">Worst", "Window", "Escalates to", "Told"];

    /// <summary>The rows, in the order of the catalogue and then of time.</summary>
    public static IReadOnlyList<string[]> Rows(RunEvaluation evaluation) =>
        [.. evaluation.Alerts.SelectMany(alert => alert.Firings, Row)];

    /// <summary>Those that did not fire, and those that could not be replayed.</summary>
    public static IReadOnlyList<string> Silent(RunEvaluation evaluation) =>
        [.. evaluation.Alerts.Where(alert => alert.Firings.Count == 0).Select(alert => AlertText.Line(alert) + Undecided(alert))];

    private static string[] Row(AlertOutcome alert, AlertFiring firing) =>
    [
        alert.Title,
        firing.Level,
        Units.Clock(firing.FromSecond),
        firing.UntilSecond is { } until ? Units.Clock(until) : "not",
        Units.Value(firing.Worst, alert.Unit),
        DurationValue.Format(TimeSpan.FromSeconds(alert.WindowSeconds)) + (alert.IsDefaultWindow ? " (the default)" : ""),
        string.Join(" → ", alert.Notify),
        AlertText.Told(firing),
    ];

    private static string Undecided(AlertOutcome alert) => alert is { NotReplayed: "", UndecidedWindows: > 0 }
        ? $"; {Units.Count(alert.UndecidedWindows)} of {Units.Count(alert.UndecidedWindows + alert.DecidedWindows)} windows had too few samples to decide"
        : "";
}
