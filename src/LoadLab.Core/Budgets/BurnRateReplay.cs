using System.Collections.Immutable;

namespace LoadLab.Core.Budgets;

/// <summary>
/// When a burn-rate rule would have fired and cleared over a series of events, one count for each slice of time, weighted by events. Looked at at the end
/// of each slice. A window that reaches before the series, one of which less than <see cref="LeastKnownRatio"/> is known, and one with too little traffic
/// decide nothing: what fires goes on, what does not stays silent. Pure.
/// </summary>
internal static class BurnRateReplay
{
    /// <summary>Least share of the slices of a window that must be known.</summary>
    public const double LeastKnownRatio = 0.9;

    /// <summary>Replays <paramref name="rule"/>.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="targetRatio">The SLO's target.</param>
    /// <param name="slices">Rising in time; null where nothing is known. A slice that is known to have had no event is one of 0 of 0.</param>
    /// <param name="slice">Length of a slice; null for a minute.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window of the rule is no whole number of slices.</exception>
    public static ReplayedRule Of(BurnRateRule rule, decimal targetRatio, IReadOnlyList<EventCount?> slices, TimeSpan? slice = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(slices);
        var length = slice ?? ErrorBudget.DefaultSlice;
        if (rule.Refuse(targetRatio) is { } refused)
        {
            return new ReplayedRule(rule, []) { Refused = refused };
        }

        var (longWindow, shortWindow) = (new SlidingCount(slices, Slices(rule.LongWindow, length)), new SlidingCount(slices, Slices(rule.ShortWindow, length)));
        var firings = ImmutableArray.CreateBuilder<Firing>();
        int? since = null;
        var decided = 0;
        for (var i = 0; i < slices.Count; i++)
        {
            longWindow.Advance(i);
            shortWindow.Advance(i);
            var fires = longWindow.IsKnown && shortWindow.IsKnown ? rule.Fires(longWindow.Sum, shortWindow.Sum, targetRatio) : null;
            decided += fires is null ? 0 : 1;
            if (fires == true)
            {
                since ??= i;
            }
            else if (fires == false && since is { } first)
            {
                firings.Add(new Firing((first + 1) * length, (i + 1) * length));
                since = null;
            }
        }

        if (since is { } open)
        {
            firings.Add(new Firing((open + 1) * length, null));
        }

        return new ReplayedRule(rule, firings.ToImmutable()) { DecidedSlices = decided, UndecidedSlices = slices.Count - decided };
    }

    private static int Slices(TimeSpan window, TimeSpan slice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, slice);
        ArgumentOutOfRangeException.ThrowIfNotEqual(window.Ticks % slice.Ticks, 0, nameof(window));
        return (int)(window.Ticks / slice.Ticks);
    }

    /// <summary>The events of the last slices, kept up by adding one and taking one away.</summary>
    private sealed class SlidingCount(IReadOnlyList<EventCount?> slices, int length)
    {
        private int _known;

        public EventCount Sum { get; private set; }

        public bool IsKnown { get; private set; }

        public void Advance(int at)
        {
            Add(slices[at], 1);
            if (at >= length)
            {
                Add(slices[at - length], -1);
            }

            IsKnown = at >= length - 1 && _known >= LeastKnownRatio * length;
        }

        private void Add(EventCount? count, int sign)
        {
            if (count is { } known)
            {
                _known += sign;
                Sum = sign > 0 ? Sum + known : Sum - known;
            }
        }
    }
}
