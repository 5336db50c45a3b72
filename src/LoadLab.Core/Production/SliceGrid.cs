using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Production;

/// <summary>A period cut into slices of one length, from its beginning on. A slice is good or bad as a whole.</summary>
public sealed record SliceGrid
{
    /// <summary>Cuts a period.</summary>
    /// <exception cref="LoadLabException">The period is not a whole number of slices (104).</exception>
    public SliceGrid(AttainmentPeriod period, TimeSpan slice)
    {
        ArgumentNullException.ThrowIfNull(period);
        if (slice <= TimeSpan.Zero || slice.Ticks % TimeSpan.TicksPerMillisecond != 0 || period.Length.Ticks % slice.Ticks != 0)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"{period.Name} is {Yaml.DurationValue.Format(period.Length)} long, which is no whole number of slices of {Yaml.DurationValue.Format(slice)}.",
                "Give attainment.slice in the catalogue a length that fits, such as 60s.");
        }

        (Period, Slice) = (period, slice);
    }

    /// <summary>The period.</summary>
    public AttainmentPeriod Period { get; }

    /// <summary>Length of a slice.</summary>
    public TimeSpan Slice { get; }

    /// <summary>Slices of the whole period.</summary>
    public int Count => (int)(Period.Length.Ticks / Slice.Ticks);

    /// <summary>When a slice begins.</summary>
    public DateTimeOffset StartOf(int slice) => Period.From + (slice * Slice);

    /// <summary>Slices that are over at a moment.</summary>
    public int CountUntil(DateTimeOffset moment) => (int)Math.Clamp((moment - Period.From).Ticks / Slice.Ticks, 0, Count);

    /// <summary>True for each slice that lies in windows as a whole.</summary>
    public bool[] Covered(IReadOnlyList<MaintenanceWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var covered = new bool[Count];
        foreach (var (from, to) in Joined(windows))
        {
            var first = Math.Max(0, ((from - Period.From).Ticks + Slice.Ticks - 1) / Slice.Ticks);
            var end = Math.Min(Count, (to - Period.From).Ticks / Slice.Ticks);
            for (var slice = first; slice < end; slice++)
            {
                covered[slice] = true;
            }
        }

        return covered;
    }

    /// <summary>Windows that touch are one: a slice may lie in two of them.</summary>
    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Joined(IReadOnlyList<MaintenanceWindow> windows)
    {
        (DateTimeOffset From, DateTimeOffset To)? open = null;
        foreach (var window in MaintenanceWindow.Within(windows, Period.From, Period.To))
        {
            if (open is { } last && window.From <= last.To)
            {
                open = (last.From, window.To > last.To ? window.To : last.To);
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = (window.From, window.To);
        }

        if (open is { } end)
        {
            yield return end;
        }
    }
}
