using System.Globalization;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Budgets;

/// <summary>
/// One alert on a burn rate with two windows: the long one says that it matters, the short one that it still goes on. It fires while the bad ratio of
/// both exceeds factor · (1 − T), and factor = budget share · period / long window (Google, <i>The Site Reliability Workbook</i> (2018), chapter 5,
/// "Multiwindow, multi-burn-rate alerts").
/// </summary>
/// <param name="BudgetShare">Part of the budget that is spent in the long window when it fires, above 0 and at most 1.</param>
/// <param name="LongWindow">The long window.</param>
/// <param name="ShortWindow">The short window; the workbook takes a twelfth of the long one.</param>
/// <param name="Severity">What it does: <see cref="Page"/> or <see cref="Ticket"/>.</param>
/// <param name="Period">Period of the budget.</param>
public sealed record BurnRateRule(decimal BudgetShare, TimeSpan LongWindow, TimeSpan ShortWindow, string Severity, TimeSpan Period)
{
    /// <summary>Somebody is called.</summary>
    public const string Page = "page";

    /// <summary>It waits for working hours.</summary>
    public const string Ticket = "ticket";

    /// <summary>The period of a budget when nothing says: 30 days, as in the workbook.</summary>
    public static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(30);

    /// <summary>The four rules of the workbook, for 30 days: 14.4 in 1h/5m and 6 in 6h/30m page, 3 in 1d/2h and 1 in 3d/6h make a ticket.</summary>
    public static IReadOnlyList<BurnRateRule> Standard { get; } = StandardFor(DefaultPeriod);

    /// <summary>The rate from which on it fires: 14.4 spends 2 % of a budget of 30 days in one hour.</summary>
    public decimal Factor => BurnRate.Factor(BudgetShare, Period, LongWindow);

    /// <summary>Its name: <c>14.4 in 1h/5m</c>.</summary>
    public string Name => $"{Number(Factor)} in {DurationValue.Format(LongWindow)}/{DurationValue.Format(ShortWindow)}";

    /// <summary>The shares and windows of the workbook (chapter 5, table 5-8 and the alerts below it), whose factors follow from the period.</summary>
    public static IReadOnlyList<BurnRateRule> StandardFor(TimeSpan period) =>
    [
        new(0.02m, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), Page, period),
        new(0.05m, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), Page, period),
        new(0.10m, TimeSpan.FromDays(1), TimeSpan.FromHours(2), Ticket, period),
        new(0.10m, TimeSpan.FromDays(3), TimeSpan.FromHours(6), Ticket, period),
    ];

    /// <summary>The bad ratio that both windows must exceed: factor · (1 − T).</summary>
    public decimal Threshold(decimal targetRatio) => Factor * (1 - targetRatio);

    /// <summary>Why it cannot be used with a target, with the arithmetic; null when it can. A ratio is never above 1, and a target of 100 % has no budget.</summary>
    public string? Refuse(decimal targetRatio)
    {
        ErrorBudget.ThrowUnlessTarget(targetRatio);
        return targetRatio == 1
            ? "A target of 100 % has no error budget, so nothing burns."
            : Threshold(targetRatio) >= 1
                ? $"{Number(Factor)} × (1 − {Percent(targetRatio)}) = {Percent(Threshold(targetRatio))}: no bad ratio exceeds that, so it can never fire. Take a factor below {Number(1 / (1 - targetRatio))}: a smaller share of the budget, or a longer window."
                : null;
    }

    /// <summary>
    /// True when both windows exceed the threshold. Null when that cannot be said: a window without an event, or too little traffic. In the long window at
    /// least one bad event must be allowed, total · (1 − T) ≥ 1, or a single one would fire it.
    /// </summary>
    public bool? Fires(EventCount inLong, EventCount inShort, decimal targetRatio) =>
        inLong.BadRatio is not { } longRatio || inShort.BadRatio is not { } shortRatio || inLong.Total * (1 - targetRatio) < 1 ? null
        : longRatio > Threshold(targetRatio) && shortRatio > Threshold(targetRatio);

    /// <summary>
    /// Time from the start of errors at a steady ratio, after none, until it fires: threshold · long window / ratio ("detection time" of the workbook).
    /// Null when it never does.
    /// </summary>
    public TimeSpan? DetectionTime(decimal badRatio, decimal targetRatio) =>
        Refuse(targetRatio) is not null || badRatio <= Threshold(targetRatio) ? null : TimeSpan.FromTicks((long)(Threshold(targetRatio) * LongWindow.Ticks / badRatio));

    /// <summary>
    /// Time from the end of errors at a steady ratio, which went on for at least the short window, until it clears: short window · (1 − threshold / ratio)
    /// ("reset time" of the workbook). Null when such errors never fire it. Errors that just fired it, and ended, leave the long window sooner.
    /// </summary>
    public TimeSpan? ResetTime(decimal badRatio, decimal targetRatio) =>
        DetectionTime(badRatio, targetRatio) is null ? null : TimeSpan.FromTicks((long)(ShortWindow.Ticks * (1 - (Threshold(targetRatio) / badRatio))));

    private static string Number(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Percent(decimal ratio) => (ratio * 100).ToString("0.######", CultureInfo.InvariantCulture) + " %";
}
