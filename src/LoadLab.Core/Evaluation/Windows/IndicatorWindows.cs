using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Slos;
using LoadLab.Core.Measurement;
using LoadLab.Core.Measurement.Histograms;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.Windows;

/// <summary>
/// The figure of a row in each window of a length, one window a second, from the first full one on; a time shorter than the window is one window.
/// Percentiles come from the merged histograms of the window and shares from its events: nothing is averaged but the samples of a probe, as saturation is.
/// </summary>
/// <remarks>
/// Fewest samples: a percentile needs as many as it divides (20 for P95, 100 for P99), a share as many as allow one bad event (1,000 for 0.1 %), and samples
/// of a probe must be there in half of the seconds. With fewer the window decides nothing, but for one thing: it is broken when it would be even
/// if the missing samples were all good, so that a target that hardly answers is not excused.
/// </remarks>
internal sealed class IndicatorWindows(RunView view, IReadOnlyDictionary<string, ServiceMap> services)
{
    /// <summary>Share of the seconds of a window in which a probe must have a sample.</summary>
    private const double LeastCoverageRatio = 0.5;

    /// <summary>Fewest samples of which a percentile is not just the first or the last: 20 for P95, 100 for P99, 20 for P5.</summary>
    public static long FewestFor(double percentile) => (long)Math.Ceiling(Math.Round(100 / Math.Min(percentile, 100 - percentile), 9));

    /// <summary>Fewest events of which one may be bad: 1,000 for 0.1 %. None suffices where none may be.</summary>
    public static long FewestFor(Objective objective)
    {
        var allowed = objective.WantsLess ? (decimal)objective.Limit : 1 - (decimal)objective.Limit;
        return allowed <= 0 ? 1 : (long)Math.Ceiling(1 / allowed);
    }

    /// <summary>The windows; or why there are none.</summary>
    /// <param name="slo">What is measured.</param>
    /// <param name="objective">What each window must keep; the row's own, or an alert's threshold.</param>
    /// <param name="timeline">The measured seconds.</param>
    /// <param name="window">Length of a window.</param>
    public (IReadOnlyList<WindowFigure> Figures, string WhyNot) Of(Slo slo, Objective objective, WindowTimeline timeline, TimeSpan window)
    {
        if (timeline.Length == 0)
        {
            return ([], "nothing was measured");
        }

        var length = Math.Min((int)window.TotalSeconds, timeline.Length);
        return slo switch
        {
            ResponseTimeSlo { Measure: MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime } row => Times(row, objective, timeline, length),
            ThroughputSlo row when ThroughputJudge.BytesOf(view, row) is { } bytes => Throughput(row, objective, bytes, timeline, length),
            ErrorRatioSlo { Bad.Length: 0 } row => Shares(row.Service, c => c != ResultClasses.Ok && (row.Classes.Count == 0 || row.Classes.Contains(c)), objective, timeline, length),
            AvailabilitySlo { Jobs: null, Measure.Length: 0 } row => Shares(row.Service, c => c == ResultClasses.Ok, objective, timeline, length),
            AvailabilitySlo { Jobs: null } row => Uptime(row, objective, timeline, length),
            SaturationSlo row => Means(row, objective, timeline, length),
            _ => ([], $"a run has no figure a second of {slo.Id}"),
        };
    }

    private (IReadOnlyList<WindowFigure>, string) Times(ResponseTimeSlo row, Objective objective, WindowTimeline timeline, int length)
    {
        var asked = row with { Objective = objective };
        var limit = ResponseTimeJudge.LimitOf(asked);
        PackedHistogram Counted(LoadSlice slice) => CensoredTimes.Of(slice.Key.Class, ResponseTimeJudge.TimesOf(asked, slice), limit);
        var seconds = BySecond(row.Service, timeline, slice => Counted(slice).TotalCount > 0)
            .ToDictionary(second => second.Key, second => second.Select(Counted).ToList());
        if (seconds.Count == 0)
        {
            return ([], $"no request of service '{row.Service}' succeeded or timed out in the measured time");
        }

        var (window, fewest) = (new SlidingHistogram(), FewestFor(row.Percentile));
        return (Slide(timeline, length, (second, sign) => seconds.GetValueOrDefault(second)?.ForEach(part => window.Add(part, sign)), second =>
        {
            var missing = Math.Max(0, fewest - window.TotalCount);
            var value = window.TotalCount == 0 ? double.NaN : window.PercentileMicros(row.Percentile) / 1000.0;
            var best = window.PercentileMicros(row.Percentile, missing, areFast: objective.WantsLess) / 1000.0;
            return new WindowFigure(second, value, window.TotalCount, State(objective, best, missing == 0));
        }), "");
    }

    /// <summary>As the time of a transfer: a slow one has a low throughput, see <see cref="ThroughputJudge"/>.</summary>
    private (IReadOnlyList<WindowFigure>, string) Throughput(ThroughputSlo row, Objective objective, double bytes, WindowTimeline timeline, int length)
    {
        var time = ThroughputJudge.AsTime(row with { Objective = objective }, bytes);
        var (times, whyNot) = Times(time, time.Objective, timeline, length);
        return ([.. times.Select(figure => figure with { Value = figure.Value > 0 ? bytes / figure.Value * 1000 : double.NaN })], whyNot);
    }

    private (IReadOnlyList<WindowFigure>, string) Shares(string service, Func<string, bool> isHit, Objective objective, WindowTimeline timeline, int length)
    {
        var seconds = BySecond(service, timeline, _ => true)
            .ToDictionary(second => second.Key, second => (Hits: second.Where(slice => isHit(slice.Key.Class)).Sum(slice => slice.Service.TotalCount), All: second.Sum(slice => slice.Service.TotalCount)));
        return seconds.Count == 0
            ? ([], $"no request of service '{service}' ended in the measured time")
            : (Share(objective, timeline, length, second => seconds.GetValueOrDefault(second)), "");
    }

    private (IReadOnlyList<WindowFigure>, string) Uptime(AvailabilitySlo row, Objective objective, WindowTimeline timeline, int length)
    {
        var seconds = (view.Probe(row.Measure)?.Points ?? []).Where(point => double.IsFinite(point.Value) && timeline.Covers((int)point.Second))
            .GroupBy(point => (int)point.Second).ToDictionary(group => group.Key, group => (Hits: group.LongCount(point => point.Value >= 1), All: group.LongCount()));
        return seconds.Count == 0 ? ([], $"no probe measured {row.Measure}") : (Share(objective, timeline, length, second => seconds.GetValueOrDefault(second)), "");
    }

    private static List<WindowFigure> Share(Objective objective, WindowTimeline timeline, int length, Func<int, (long Hits, long All)> at)
    {
        long hits = 0, all = 0;
        var fewest = FewestFor(objective);
        return Slide(timeline, length, (second, sign) => (hits, all) = (hits + (sign * at(second).Hits), all + (sign * at(second).All)), second =>
        {
            var missing = Math.Max(0, fewest - all);
            var best = (hits + (objective.WantsLess ? 0.0 : missing)) / (all + missing);
            return new WindowFigure(second, all == 0 ? double.NaN : (double)hits / all, all, State(objective, best, missing == 0));
        });
    }

    private (IReadOnlyList<WindowFigure>, string) Means(SaturationSlo row, Objective objective, WindowTimeline timeline, int length)
    {
        var (points, whyNot) = SaturationJudge.PointsOf(view, row, timeline.First, timeline.Last + 1);
        if (whyNot.Length > 0)
        {
            return ([], whyNot.TrimEnd('.'));
        }

        var seconds = points.Where(point => timeline.Covers((int)point.Second)).ToLookup(point => (int)point.Second, point => point.Value);
        var window = new Queue<double[]>();
        return (Slide(timeline, length, (second, sign) => Move(window, sign, [.. seconds[second]]), second =>
        {
            // Summed anew: a running sum drifts, and 80.00000000000001 % is not below 80 %.
            var values = window.SelectMany(part => part).ToList();
            var mean = values.Count == 0 ? double.NaN : values.Average();
            return new WindowFigure(second, mean, values.Count, values.Count > 0 && values.Count >= LeastCoverageRatio * length ? objective.IsMetBy(mean) : null);
        }), "");
    }

    private static void Move(Queue<double[]> window, int sign, double[] values)
    {
        if (sign > 0)
        {
            window.Enqueue(values);
        }
        else
        {
            window.Dequeue();
        }
    }

    private static bool? State(Objective objective, double best, bool isEnough) => !objective.IsMetBy(best) ? false : isEnough ? true : null;

    private IEnumerable<IGrouping<int, LoadSlice>> BySecond(string service, WindowTimeline timeline, Func<LoadSlice, bool> counts) => timeline.Phases
        .SelectMany(phase => view.SlicesOf(phase, services[service]).Where(counts))
        .GroupBy(slice => timeline.At(slice.Key.Phase, slice.Second));

    /// <summary>Takes each second in, and out again when the window has left it; a figure for each full window.</summary>
    private static List<WindowFigure> Slide(WindowTimeline timeline, int length, Action<int, int> move, Func<int, WindowFigure> figure)
    {
        var figures = new List<WindowFigure>(timeline.Length - length + 1);
        for (var second = timeline.First; second <= timeline.Last; second++)
        {
            move(second, 1);
            if (second - length >= timeline.First)
            {
                move(second - length, -1);
            }

            if (second - timeline.First >= length - 1)
            {
                figures.Add(figure(second));
            }
        }

        return figures;
    }
}
