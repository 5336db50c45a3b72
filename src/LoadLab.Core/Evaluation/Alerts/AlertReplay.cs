using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Evaluation.Alerts;

/// <summary>
/// Replays the alerts of a catalogue over the measured seconds of a run, phase after phase on one clock: the figure of the first SLO that an alert watches,
/// in a sliding window (<see cref="IndicatorWindows"/>). A window with too few samples neither fires nor clears. Warm-up and ramps are not replayed, and
/// an invalid run is not, because its figures are not the target's. Pure.
/// </summary>
internal static class AlertReplay
{
    /// <summary>
    /// The window of an alert that names none: two scrapes of a Prometheus that scrapes every 15 s, the least from which it can compute a rate. The
    /// document leaves it open, and a run is too short for the 5 minutes that are usual.
    /// </summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromSeconds(30);

    internal static IReadOnlyList<AlertOutcome> Of(RunView view, SloCatalogue catalogue, Validity validity, IReadOnlyList<FaultOutcome> faults)
    {
        if (validity.Status == ValidityStatus.Invalid)
        {
            return [];
        }

        var timeline = new WindowTimeline(view.Phases);
        var windows = new IndicatorWindows(view, catalogue.Services);
        var raw = catalogue.Document.OfType<AlertEntry>().Select(alert => Replay(alert, catalogue, windows, timeline)).ToList();
        return new AlertSuppression(catalogue, view.Record, faults, timeline).Apply(raw);
    }

    /// <summary>The first watched row whose figure the thresholds can be compared with.</summary>
    internal static Slo? Watched(AlertEntry alert, SloCatalogue catalogue) => alert.Watches
        .Select(id => catalogue.Slos.First(slo => slo.Id == id))
        .FirstOrDefault(slo => slo.Objective.Unit == alert.Warning.Unit && slo.Objective.WantsLess == alert.Warning.WantsLess);

    private static AlertOutcome Replay(AlertEntry alert, SloCatalogue catalogue, IndicatorWindows windows, WindowTimeline timeline)
    {
        var window = alert.Window ?? DefaultWindow;
        var outcome = new AlertOutcome
        {
            Id = alert.Id,
            Title = alert.Title,
            WindowSeconds = window.TotalSeconds,
            IsDefaultWindow = alert.Window is null,
            Notify = alert.Notify,
            Unit = alert.Warning.Unit,
        };
        if (Watched(alert, catalogue) is not { } watched)
        {
            return outcome with { NotReplayed = "it watches no SLO on a figure that its thresholds can be compared with" };
        }

        if (watched.NotMeasured.Length > 0 || timeline.Length < window.TotalSeconds)
        {
            return outcome with
            {
                NotReplayed = watched.NotMeasured.Length > 0 ? $"a run cannot measure {watched.Id}"
                    : $"the measured time, {Units.Duration(TimeSpan.FromSeconds(timeline.Length))}, is shorter than its window of {DurationValue.Format(window)}",
            };
        }

        // The row's own window does not matter here: the alert has one.
        var (warning, whyNot) = windows.Of(watched, alert.Warning, timeline, window);
        var (critical, _) = windows.Of(watched, alert.Critical, timeline, window);
        if (warning.Count == 0)
        {
            return outcome with { NotReplayed = whyNot };
        }

        var decided = warning.Zip(critical).Count(pair => pair.First.IsMet is not null || pair.Second.IsMet is not null);
        return outcome with
        {
            Watched = watched.Id,
            Firings =
            [
                .. Firings(AlertFiring.Warning, warning, alert.Warning).Concat(Firings(AlertFiring.Critical, critical, alert.Critical))
                    .OrderBy(firing => firing.FromSecond).ThenBy(firing => firing.Level == AlertFiring.Warning),
            ],
            DecidedWindows = decided,
            UndecidedWindows = warning.Count - decided,
            NotReplayed = decided == 0 ? "no window had enough samples" : "",
        };
    }

    private static IEnumerable<AlertFiring> Firings(string level, IReadOnlyList<WindowFigure> windows, Objective objective)
    {
        int? from = null;
        var worst = double.NaN;
        foreach (var window in windows)
        {
            if (window.IsMet == false)
            {
                worst = from is null || (objective.WantsLess ? window.Value > worst : window.Value < worst) ? window.Value : worst;
                from ??= window.Second;
            }
            else if (window.IsMet == true && from is { } since)
            {
                yield return new AlertFiring { Level = level, FromSecond = since, UntilSecond = window.Second, Worst = worst };
                from = null;
            }
        }

        if (from is { } open)
        {
            yield return new AlertFiring { Level = level, FromSecond = open, UntilSecond = null, Worst = worst };
        }
    }
}
