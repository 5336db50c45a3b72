using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Slos;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Evaluation.Windows;

/// <summary>
/// Judges a row window by window (<see cref="Windowing"/>). FAIL when so many windows in a row are broken as <c>for</c> says (one without it), PASS when
/// that cannot have been, INCONCLUSIVE when undecided windows may hide it. An undecided window does not end a breach and does not count to it.
/// </summary>
/// <remarks>
/// Such a verdict has no confidence of 95 %: it is what was observed in each window, true of this run and of no other. A window of 10 s has few samples, and
/// by chance alone one of many breaks a limit that the target keeps by a hair. Where the question is what the target can do, the row over the whole, with
/// its interval, answers it; a windowed one says that no 10 s of this run were bad.
/// </remarks>
internal static class WindowedJudge
{
    public static Judgement Judge(RunView view, Slo slo, Windowing windowing, IReadOnlyDictionary<string, ServiceMap> services, PhaseResult phase)
    {
        var timeline = new WindowTimeline([phase]);
        var (figures, whyNot) = new IndicatorWindows(view, services).Of(slo, slo.Objective, timeline, windowing.Over);
        if (figures.Count == 0)
        {
            return Judgement.NotMeasured(char.ToUpperInvariant(whyNot[0]) + whyNot[1..] + ".");
        }

        var breach = Breach(figures, windowing.Lasting);
        var worst = figures.Where(figure => figure.IsMet is not null).OrderByDescending(figure => slo.Objective.WantsLess ? figure.Value : -figure.Value).FirstOrDefault();
        var verdict = breach.First is not null ? Verdict.Fail : breach.MayHide ? Verdict.Inconclusive : Verdict.Pass;
        var isKnown = worst.IsMet is not null;
        return new Judgement(verdict, Explain(slo, windowing, phase, timeline, figures, breach, isKnown ? worst : null, verdict) + SlowFailures(view, slo, services, phase))
        {
            Interval = isKnown ? Interval.Exact(worst.Value) : null,
            Samples = Samples(figures, Math.Min((int)windowing.Over.TotalSeconds, timeline.Length)),
            FirstCrossedSecond = breach.First ?? figures.Where(figure => figure.IsMet == false).Select(figure => (int?)figure.Second).FirstOrDefault(),
        };
    }

    /// <summary>The first breach that lasts: its first second; the longest one; and whether undecided windows may hide one.</summary>
    internal static (int? First, int Longest, bool MayHide) Breach(IReadOnlyList<WindowFigure> figures, int lasting)
    {
        int? counted = null, began = null;
        var (broken, open, longest, mayHide) = (0, 0, 0, false);
        foreach (var figure in figures)
        {
            if (figure.IsMet == true)
            {
                (broken, open, began) = (0, 0, null);
                continue;
            }

            open++;
            if (figure.IsMet == false)
            {
                broken++;
                began ??= figure.Second;
            }

            longest = Math.Max(longest, broken);
            mayHide |= open > broken && open >= lasting;
            counted ??= broken >= lasting ? began : null;
        }

        return (counted, longest, mayHide);
    }

    private static string SlowFailures(RunView view, Slo slo, IReadOnlyDictionary<string, ServiceMap> services, PhaseResult phase)
    {
        var asked = slo is ThroughputSlo row && ThroughputJudge.BytesOf(view, row) is { } bytes ? ThroughputJudge.AsTime(row, bytes) : slo as ResponseTimeSlo;
        return asked is { Measure: MeasureNames.HttpResponseTime or MeasureNames.HttpServiceTime }
            ? ResponseTimeJudge.SlowFailures(asked, view.SlicesOf(phase.Name, services[asked.Service]))
            : "";
    }

    private static string Explain(
        Slo slo, Windowing windowing, PhaseResult phase, WindowTimeline timeline, IReadOnlyList<WindowFigure> figures, (int? First, int Longest, bool MayHide) breach, WindowFigure? worst, Verdict verdict)
    {
        var tooShort = timeline.Length < windowing.Over.TotalSeconds ? $" (the phase has only {timeline.Length} s)" : "";
        var all = $"{Figures.Count(figures.Count)} window{(figures.Count == 1 ? "" : "s")} of {DurationValue.Format(windowing.Over)}{tooShort} in phase '{phase.Name}'";
        var (broken, undecided) = (figures.Count(figure => figure.IsMet == false), figures.Count(figure => figure.IsMet is null));
        var seen = worst is { } figure
            ? $"{Name(slo)} of the worst window {Figures.Text(figure.Value, slo.Objective.Unit)}, the one until {Units.Clock(figure.Second)} with {Figures.Count(figure.Samples)} samples, against {slo.Objective.Sign} {slo.Objective.Text}"
            : $"no window could be decided against {slo.Objective.Sign} {slo.Objective.Text}";
        var text = verdict == Verdict.Pass && broken == 0 ? $"{seen}; each of {all} kept it" : $"{seen}; {Figures.Count(broken)} of {all} broke it";
        text += broken > 0 ? $", first until {Units.Clock(figures.First(window => window.IsMet == false).Second)}" : "";
        text += windowing.For is { } lasting && broken > 0 ? $", {Figures.Seconds(breach.Longest)} in a row at the longest, and {DurationValue.Format(lasting)} count" : "";
        text += undecided > 0 ? $"; {Figures.Count(undecided)} have too few samples and decide nothing" : "";
        return text + (verdict == Verdict.Inconclusive ? ". A longer window, or more load, brings them." : ".");
    }

    private static string Name(Slo slo) => slo switch
    {
        { LimitedPercentile: { } percentile } => "P" + percentile.ToString(CultureInfo.InvariantCulture),
        { Figure: SloFigure.Level } => "Mean",
        _ => "Share",
    };

    /// <summary>Samples in all: those of windows that do not overlap.</summary>
    private static long Samples(IReadOnlyList<WindowFigure> figures, int length)
    {
        long sum = 0;
        for (var i = figures.Count - 1; i >= 0; i -= length)
        {
            sum += figures[i].Samples;
        }

        return sum;
    }
}
