using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Production;

/// <summary>Where an error budget stands, as far as it was imported.</summary>
/// <param name="Id">The SLO's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Service">Title of its service; empty when it belongs to none.</param>
/// <param name="Tier">SLA or SLO.</param>
/// <param name="Target">Its limit.</param>
/// <param name="Window">Its window: <c>2026-10</c>, <c>rolling 30d</c>.</param>
/// <param name="Until">End of the newest data; null when nothing was imported for it.</param>
/// <param name="Remaining">
/// Part of the budget of the whole window that is left: 1 untouched, below 0 overspent. A calendar window that is not over counts with the traffic that it had until now,
/// up to its end. Null when it is not known.
/// </param>
/// <param name="Burn">Burn rate over <paramref name="BurnHours"/> until the end of the data; null when too little is known of them, or nothing happened.</param>
/// <param name="BurnHours">Hours that the burn rate is of.</param>
/// <param name="SpentAt">When the budget is spent at this rate; null when it is not within its window, is already, or is not known.</param>
/// <param name="State">What it comes to.</param>
/// <param name="Why">Why it is not known; empty when it is.</param>
public sealed record BudgetStatus(
    string Id,
    string Title,
    string Service,
    SloTier Tier,
    string Target,
    string Window,
    DateTimeOffset? Until,
    decimal? Remaining,
    decimal? Burn,
    double BurnHours,
    DateTimeOffset? SpentAt,
    BudgetState State,
    string Why);

/// <summary>What a budget comes to, from good to bad.</summary>
public enum BudgetState
{
    /// <summary>It lasts at this rate.</summary>
    Lasts,

    /// <summary>Nothing is known of it, or too little.</summary>
    Unknown,

    /// <summary>At this rate it is spent before its window ends; of a rolling window, within the length of the window.</summary>
    Burning,

    /// <summary>It is spent.</summary>
    Spent,
}
