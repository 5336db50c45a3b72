using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Production;

/// <summary>Says of each slice what became of it. Pure.</summary>
internal static class SliceJudge
{
    /// <summary>
    /// How long Prometheus shows the last sample of a series that ended without a word (its <c>--query.lookback-delta</c>, 5 minutes by default). A counter
    /// then seems to stand still: slices without events that lie so close before a gap belong to the gap.
    /// </summary>
    public static readonly TimeSpan Lookback = TimeSpan.FromMinutes(5);

    /// <summary>The states of all slices of a grid.</summary>
    /// <param name="slo">The row.</param>
    /// <param name="samples">One for each slice that was over when it was imported.</param>
    /// <param name="grid">The slices.</param>
    /// <param name="maintenance">Windows that do not count.</param>
    public static SliceState[] Judge(Slo slo, IReadOnlyList<SliceSample> samples, SliceGrid grid, IReadOnlyList<MaintenanceWindow> maintenance)
    {
        ArgumentNullException.ThrowIfNull(slo);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(grid);
        var covered = grid.Covered(maintenance);
        var countsEvents = RowTarget.CountsEvents(slo);
        var states = new SliceState[grid.Count];
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = i >= samples.Count ? SliceState.Ahead : countsEvents ? OfEvents(slo, samples[i]) : OfValue(slo, samples[i]);
        }

        WidenGaps(states, (int)(Lookback.Ticks / grid.Slice.Ticks));
        for (var i = 0; i < samples.Count; i++)
        {
            states[i] = covered[i] ? SliceState.Maintenance : states[i];
        }

        return states;
    }

    private static SliceState OfValue(Slo slo, SliceSample sample) =>
        !sample.IsKnown ? SliceState.Unknown : slo.Objective.IsMetBy(sample.Value) ? SliceState.Good : SliceState.Bad;

    private static SliceState OfEvents(Slo slo, SliceSample sample)
    {
        if (!sample.IsKnown || sample.Total <= 0)
        {
            return sample.IsKnown ? SliceState.Idle : SliceState.Unknown;
        }

        var (least, most) = (RowTarget.IsMet(slo, sample.Value, sample.Total), RowTarget.IsMet(slo, sample.Value + sample.Maybe, sample.Total));
        return least ? SliceState.Good : most ? SliceState.Unknown : SliceState.Bad;
    }

    private static void WidenGaps(SliceState[] states, int most)
    {
        for (var i = 1; i < states.Length; i++)
        {
            if (states[i] != SliceState.Unknown || states[i - 1] != SliceState.Idle)
            {
                continue;
            }

            for (var back = i - 1; back >= 0 && back >= i - most && states[back] == SliceState.Idle; back--)
            {
                states[back] = SliceState.Unknown;
            }
        }
    }
}
