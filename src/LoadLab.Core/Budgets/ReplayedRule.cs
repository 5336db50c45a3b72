using System.Collections.Immutable;

namespace LoadLab.Core.Budgets;

/// <summary>A time in which an alert fired.</summary>
/// <param name="From">When it fired, from the start of the series: the end of the slice that made it fire.</param>
/// <param name="Until">When it cleared; null when it still fires at the end of the series.</param>
internal readonly record struct Firing(TimeSpan From, TimeSpan? Until);

/// <summary>What a burn-rate rule would have done over a series.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Firings">When it fired, in order; empty when it never did.</param>
internal sealed record ReplayedRule(BurnRateRule Rule, ImmutableArray<Firing> Firings)
{
    /// <summary>Why the rule cannot be used with the target; null when it can.</summary>
    public string? Refused { get; init; }

    /// <summary>Slices at whose end it was known whether it fires.</summary>
    public int DecidedSlices { get; init; }

    /// <summary>Slices at whose end it was not: the window reached before the series, too little was known, or there was too little traffic.</summary>
    public int UndecidedSlices { get; init; }
}
