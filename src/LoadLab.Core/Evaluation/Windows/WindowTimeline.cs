using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.Windows;

/// <summary>
/// The measured seconds of some phases on the run's clock. Warm-up and ramps are not in it. What a measured request came to in the drain counts in the last
/// measured second of its phase: it belongs there, and a slow one must not hide behind the end.
/// </summary>
internal sealed class WindowTimeline
{
    private readonly List<(string Phase, int First, int Last)> _spans;

    public WindowTimeline(IEnumerable<PhaseResult> phases) => _spans =
    [
        .. phases.Where(phase => phase.MeasureEndSecond > phase.MeasureStartSecond)
            .Select(phase => (phase.Name, (int)Math.Floor(phase.MeasureStartSecond), Math.Max((int)Math.Floor(phase.MeasureStartSecond), (int)Math.Ceiling(phase.MeasureEndSecond) - 1))),
    ];

    public int First => _spans.Min(span => span.First);

    public int Last => _spans.Max(span => span.Last);

    /// <summary>Seconds from the first to the last.</summary>
    public int Length => _spans.Count == 0 ? 0 : Last - First + 1;

    public IEnumerable<string> Phases => _spans.Select(span => span.Phase);

    /// <summary>The second in which something that ended in a phase counts.</summary>
    public int At(string phase, int second)
    {
        var span = _spans.Find(candidate => candidate.Phase == phase);
        return Math.Clamp(second, span.First, span.Last);
    }

    /// <summary>True for a second that is measured in any phase.</summary>
    public bool Covers(int second) => _spans.Exists(span => second >= span.First && second <= span.Last);
}
