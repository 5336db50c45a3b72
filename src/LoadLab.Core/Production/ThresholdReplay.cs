using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Production;

/// <summary>
/// Replays the alerts of the document (5.1) over what was imported: the figure of the first row that an alert watches, over a sliding window, as the exported
/// Prometheus rules look at it. A window of which less than nine tenths is known decides nothing: what fires goes on, what does not stays silent. Of a
/// percentile only its share within the row's own limit was imported, so a threshold beyond it is decided where that share already keeps it, and unknown elsewhere. Pure.
/// </summary>
internal static class ThresholdReplay
{
    /// <summary>The window of an alert that names none: that of the exported rules.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);

    private const double LeastKnownRatio = 0.9;

    /// <summary>A single bad event among few is no alert; the exported rules ask for two as well.</summary>
    private const double FewestBad = 2;

    public static IReadOnlyList<ReviewAlert> Of(ProductionImport import, SloCatalogue catalogue) =>
        [.. catalogue.Document.OfType<AlertEntry>().Select(alert => Of(alert, import, catalogue))];

    private static ReviewAlert Of(AlertEntry alert, ProductionImport import, SloCatalogue catalogue)
    {
        var window = alert.Window ?? DefaultWindow;
        var none = new ReviewAlert(alert.Id, alert.Title, "", window.TotalSeconds, [], 0, "");
        var watched = alert.Watches.Select(id => catalogue.Slos.First(slo => slo.Id == id))
            .FirstOrDefault(slo => slo.Objective.Unit == alert.Warning.Unit && slo.Objective.WantsLess == alert.Warning.WantsLess && import.Find(slo) is not null);
        if (watched is null)
        {
            return none with { NotReplayed = "none of the rows that it watches was imported with a figure that its thresholds can be compared with" };
        }

        if (window < import.Grid.Slice || window.Ticks % import.Grid.Slice.Ticks != 0)
        {
            return none with { NotReplayed = $"its window of {DurationValue.Format(window)} is no whole number of slices of {DurationValue.Format(import.Grid.Slice)}" };
        }

        var row = import.Find(watched)!;
        var (warnings, unsure) = Replay(watched, row, import, alert.Warning, "warning", window);
        var (criticals, unsureCritical) = Replay(watched, row, import, alert.Critical, "critical", window);
        return none with
        {
            Watched = watched.Id,
            Firings = [.. warnings.Concat(criticals).OrderBy(firing => firing.From).ThenBy(firing => firing.Severity == "warning")],
            UndecidedSlices = Math.Max(unsure, unsureCritical),
        };
    }

    private static (List<ComplianceAlert> Firings, int Undecided) Replay(Slo slo, ImportedRow row, ProductionImport import, Objective threshold, string level, TimeSpan window)
    {
        var states = SliceJudge.Judge(slo, row.Samples, import.Grid, import.Maintenance);
        var length = (int)(window.Ticks / import.Grid.Slice.Ticks);
        var rule = $"{threshold.Sign} {threshold.Text} over {DurationValue.Format(window)} (5.1)";
        var firings = new List<ComplianceAlert>();
        DateTimeOffset? since = null;
        var undecided = 0;
        for (var i = 0; i < row.Samples.Count; i++)
        {
            var fires = i + 1 < length ? null : Fires(slo, row, states, i + 1 - length, i + 1, threshold);
            undecided += fires is null ? 1 : 0;
            var end = import.Grid.StartOf(i + 1);
            if (fires == true)
            {
                since ??= end;
            }
            else if (fires == false && since is { } from)
            {
                firings.Add(new ComplianceAlert(slo.Id, rule, level, from, end));
                since = null;
            }
        }

        if (since is { } open)
        {
            firings.Add(new ComplianceAlert(slo.Id, rule, level, open, null));
        }

        return (firings, undecided);
    }

    /// <summary>Null when it cannot be said.</summary>
    private static bool? Fires(Slo slo, ImportedRow row, SliceState[] states, int from, int to, Objective threshold)
    {
        var (known, counted, good, maybe, total, sum) = (0, 0, 0.0, 0.0, 0.0, 0.0);
        for (var i = from; i < to; i++)
        {
            // Maintenance is known not to count.
            var isMaintenance = states[i] == SliceState.Maintenance;
            var sample = row.Samples[i];
            known += isMaintenance || (sample.IsKnown && !(states[i] == SliceState.Unknown && sample.Total <= 0 && row.IsOfEvents)) ? 1 : 0;
            if (!isMaintenance && sample.IsKnown)
            {
                counted++;
                good += sample.Value;
                maybe += sample.Maybe;
                total += sample.Total;
                sum += sample.Value;
            }
        }

        if (known < LeastKnownRatio * (to - from))
        {
            return null;
        }

        if (!row.IsOfEvents)
        {
            return counted == 0 ? false : !threshold.IsMetBy(sum / counted);
        }

        return total <= 0 ? false : slo is ResponseTimeSlo time ? OfPercentile(time, good, maybe, total, threshold) : OfShare(slo, good, maybe, total, threshold);
    }

    /// <summary>In decimal, where a threshold is exact: 1 − 0.995 in binary is not 0.005.</summary>
    private static bool? OfShare(Slo slo, double good, double maybe, double total, Objective threshold)
    {
        var surely = Crossed(total - good - maybe);
        return surely == Crossed(total - good) ? surely : null;

        bool Crossed(double bad)
        {
            var ratio = (decimal)bad / (decimal)total;
            var allowed = slo.CountsBad ? (decimal)threshold.Limit : 1 - (decimal)threshold.Limit;
            var isStrict = threshold.Comparison is ComparisonOperator.LessThan or ComparisonOperator.GreaterThan;
            return bad >= FewestBad && (isStrict ? ratio >= allowed : ratio > allowed);
        }
    }

    private static bool? OfPercentile(ResponseTimeSlo slo, double good, double maybe, double total, Objective threshold)
    {
        // As many events as make one slow one out of the percentile, or it says nothing.
        if (total * (1 - (slo.Percentile / 100)) < 1)
        {
            return false;
        }

        var (least, most) = (good / total >= slo.Percentile / 100, (good + maybe) / total >= slo.Percentile / 100);
        return least && threshold.Limit >= slo.Objective.Limit ? false : !most && threshold.Limit <= slo.Objective.Limit ? true : null;
    }
}
