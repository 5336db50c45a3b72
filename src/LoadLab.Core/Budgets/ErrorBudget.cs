namespace LoadLab.Core.Budgets;

/// <summary>
/// What a target allows to be bad, and how much of it is spent: (1 − T) of the events, or of the time (Google, <i>Site Reliability Engineering</i>
/// (2016), chapter 3). In decimal, so that 99.9 % of 720 h leaves 43.2 min and prints as that. Nothing is clamped: a budget spent twice has −1 left.
/// </summary>
public sealed record ErrorBudget
{
    /// <summary>Length of the piece of time that is good or bad as a whole, when nothing says: a minute.</summary>
    public static readonly TimeSpan DefaultSlice = TimeSpan.FromSeconds(60);

    private ErrorBudget(decimal targetRatio, decimal allowed, decimal spent) => (TargetRatio, Allowed, Spent) = (targetRatio, allowed, spent);

    /// <summary>Share that must be good, above 0 and up to 1.</summary>
    public decimal TargetRatio { get; }

    /// <summary>What may be bad: events, or seconds. A fraction of an event is kept: 1,000 events at 99.99 % allow 0.1.</summary>
    public decimal Allowed { get; }

    /// <summary>What was bad, in the same unit.</summary>
    public decimal Spent { get; }

    /// <summary>What is left, in the same unit; below 0 when overspent.</summary>
    public decimal Left => Allowed - Spent;

    /// <summary>True at a target of 100 %: there is no budget, the first bad event breaks it, and no rate of burning can be given.</summary>
    public bool IsZeroTolerance => TargetRatio == 1;

    /// <summary>Spent part of the whole: 1 is all of it, 2 is twice. Null at zero tolerance, and when nothing was counted.</summary>
    public decimal? ConsumedRatio => Allowed == 0 ? null : Spent / Allowed;

    /// <summary>Part that is left: 1 is untouched, below 0 is overspent. Null where <see cref="ConsumedRatio"/> is.</summary>
    public decimal? RemainingRatio => 1 - ConsumedRatio;

    /// <summary>By events: consumed = bad / ((1 − T) · total).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The target is not above 0 and at most 1, or bad is not from 0 to total.</exception>
    public static ErrorBudget OfEvents(decimal targetRatio, EventCount events)
    {
        ThrowUnlessTarget(targetRatio);
        ThrowUnlessCount(events);
        return new(targetRatio, (1 - targetRatio) * events.Total, events.Bad);
    }

    /// <summary>By time, in seconds: allowed = (1 − T) · W, spent = bad slices · their length.</summary>
    /// <param name="targetRatio">Share that must be good.</param>
    /// <param name="window">W: the whole period, and not only the part that has passed.</param>
    /// <param name="badSlices">Slices of it that were bad.</param>
    /// <param name="slice">Length of a slice; null for <see cref="DefaultSlice"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is not above 0 and at most 1, a length is not above 0, or the bad slices are longer than the window and one slice.</exception>
    public static ErrorBudget OfTime(decimal targetRatio, TimeSpan window, long badSlices, TimeSpan? slice = null)
    {
        var length = slice ?? DefaultSlice;
        ThrowUnlessTarget(targetRatio);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(badSlices);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(badSlices, (window.Ticks / length.Ticks) + 1);
        return new(targetRatio, (1 - targetRatio) * Seconds(window), badSlices * Seconds(length));
    }

    /// <summary>(1 − T) · W.</summary>
    public static TimeSpan AllowedTime(decimal targetRatio, TimeSpan window) => TimeSpan.FromTicks((long)((1 - targetRatio) * window.Ticks));

    internal static decimal Seconds(TimeSpan length) => (decimal)length.Ticks / TimeSpan.TicksPerSecond;

    internal static void ThrowUnlessTarget(decimal targetRatio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetRatio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targetRatio, 1);
    }

    internal static void ThrowUnlessCount(EventCount events)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events.Bad, nameof(events));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Bad, events.Total, nameof(events));
    }
}
