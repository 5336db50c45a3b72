using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Attribution;

/// <summary>
/// The target's own refusal as an answer: it took no connection, dropped them, answered nothing in time, or answered with an error of its own. That is
/// what was seen; why it did so, something deeper may explain.
/// </summary>
internal static class TargetFailures
{
    /// <summary>Share of the requests from the first failure on that must have failed so: what moves a P99.</summary>
    private const double LeastShare = 0.01;

    /// <summary>Share of the failures of any class that must be of this one.</summary>
    private const double MainShare = 0.5;

    /// <summary>Fewest of them: one failed request is everyday life.</summary>
    private const int Fewest = 2;

    private static readonly (string Class, string Seen)[] s_classes =
    [
        (ResultClasses.Refused, "the target refused connections"),
        (ResultClasses.Reset, "the target dropped connections"),
        (ResultClasses.Timeout, "the target gave no answer in time"),
        (ResultClasses.Status5xx, "the target answered with a status of 500 or above"),
    ];

    /// <summary>The class that most failures around the crossing were of; null when the target did not fail in one of these ways.</summary>
    /// <param name="record">The run.</param>
    /// <param name="phase">The phase in which a limit was crossed.</param>
    /// <param name="window">What is looked at.</param>
    public static Bottleneck? Find(RunRecord record, PhaseResult phase, WatchedWindow window)
    {
        var withSteps = record.Slices.Where(slice => slice.Key.Step != SeriesKey.WholeIteration).Select(slice => (slice.Key.Phase, slice.Key.Scenario)).ToHashSet();
        var ended = record.Slices
            .Where(slice => slice.Key.Phase == phase.Name && (slice.Key.Step == SeriesKey.WholeIteration) != withSteps.Contains((slice.Key.Phase, slice.Key.Scenario)))
            .Select(slice => new Ended(Began(slice), slice.Key.Class, slice.Service.TotalCount)).ToList();
        var near = ended.Where(some => some.Second >= window.From && some.Second <= window.To && some.Class != ResultClasses.Ok).ToList();
        var main = s_classes.Select(one => (one.Class, one.Seen, Count: near.Where(some => some.Class == one.Class).Sum(some => some.Count))).MaxBy(one => one.Count);
        if (main.Count < Fewest || main.Count < MainShare * near.Sum(some => some.Count))
        {
            return null;
        }

        // First means first: back from the window as far as the failures go without a break, not only as far as the window does.
        var seconds = ended.Where(some => some.Class == main.Class).Select(some => some.Second).ToHashSet();
        var onset = near.Where(some => some.Class == main.Class).Min(some => some.Second);
        while (seconds.Any(second => second < onset && second >= onset - BottleneckLimits.After))
        {
            onset = seconds.Where(second => second < onset).Max();
        }

        var since = ended.Where(some => some.Second >= onset).ToList();
        var (failed, failures, all) = (since.Where(some => some.Class == main.Class).Sum(some => some.Count), since.Where(some => some.Class != ResultClasses.Ok).Sum(some => some.Count), since.Sum(some => some.Count));
        return failed < LeastShare * all ? null : new Bottleneck(
            BottleneckCauses.Target, MeasureNames.HttpErrorRatio, Math.Max(0, onset), $"{main.Seen}: {Units.Count(failed)} of {Units.Count(failures)} failures, among {Units.Count(all)} requests");
    }

    /// <summary>The second in which requests began that ended in this one: a timeout is told when it is over.</summary>
    private static int Began(LoadSlice slice) => slice.Key.Class == ResultClasses.Timeout ? slice.Second - (int)(slice.Service.MaxMicros / 1_000_000) : slice.Second;

    private readonly record struct Ended(int Second, string Class, long Count);
}
