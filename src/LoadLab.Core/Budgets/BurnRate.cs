namespace LoadLab.Core.Budgets;

/// <summary>
/// How fast an error budget is spent: 1 spends it in exactly its period, 2 in half of it (Google, <i>The Site Reliability Workbook</i> (2018),
/// chapter 5, "Alert on burn rate"). In decimal. There is none at a target of 100 %, which has no budget.
/// </summary>
internal static class BurnRate
{
    /// <summary>Bad ratio / (1 − T); null at T = 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The target is not above 0 and at most 1, or the ratio is not from 0 to 1.</exception>
    public static decimal? Of(decimal badRatio, decimal targetRatio)
    {
        ErrorBudget.ThrowUnlessTarget(targetRatio);
        ArgumentOutOfRangeException.ThrowIfNegative(badRatio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(badRatio, 1);
        return targetRatio == 1 ? null : badRatio / (1 - targetRatio);
    }

    /// <summary>The same by events; null when there was none too.</summary>
    public static decimal? Of(EventCount events, decimal targetRatio)
    {
        ErrorBudget.ThrowUnlessCount(events);
        return events.BadRatio is { } ratio ? Of(ratio, targetRatio) : null;
    }

    /// <summary>The rate that spends <paramref name="budgetShare"/> of the budget of <paramref name="period"/> in <paramref name="window"/>: share · period / window.</summary>
    public static decimal Factor(decimal budgetShare, TimeSpan period, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        return budgetShare * period.Ticks / window.Ticks;
    }

    /// <summary>Time until the budget is spent at a steady rate: remaining · period / rate. Null when it never is; zero when it is spent already.</summary>
    /// <param name="rate">The rate, 0 or more.</param>
    /// <param name="period">Period of the budget.</param>
    /// <param name="remainingRatio">Part that is left; 1 for a whole budget.</param>
    public static TimeSpan? TimeToSpend(decimal rate, TimeSpan period, decimal remainingRatio = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        if (remainingRatio <= 0)
        {
            return TimeSpan.Zero;
        }

        // A rate so small that the time does not fit a TimeSpan is, for people, never.
        return rate == 0 || remainingRatio * period.Ticks / TimeSpan.MaxValue.Ticks >= rate ? null : TimeSpan.FromTicks((long)(remainingRatio * period.Ticks / rate));
    }
}
