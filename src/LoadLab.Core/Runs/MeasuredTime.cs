namespace LoadLab.Core.Runs;

/// <summary>Time in which a run was measured. What phases measured at one time counts once. Pure.</summary>
public static class MeasuredTime
{
    /// <summary>The measured time of all phases together, in seconds.</summary>
    public static double SecondsOf(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Union(record.Phases.Select(Window)).Sum(window => window.To - window.From);
    }

    /// <summary>The measured time of a phase, in seconds of the run's clock.</summary>
    internal static (double From, double To) Window(PhaseResult phase) => (phase.MeasureStartSecond, phase.MeasureStartSecond + phase.MeasuredSeconds);

    /// <summary>Stretches that do not overlap and cover the same time, in order.</summary>
    internal static List<(double From, double To)> Union(IEnumerable<(double From, double To)> stretches)
    {
        var union = new List<(double From, double To)>();
        foreach (var stretch in stretches.Where(stretch => stretch.To > stretch.From).OrderBy(stretch => stretch.From))
        {
            if (union.Count > 0 && stretch.From <= union[^1].To)
            {
                union[^1] = (union[^1].From, Math.Max(union[^1].To, stretch.To));
            }
            else
            {
                union.Add(stretch);
            }
        }

        return union;
    }
}
