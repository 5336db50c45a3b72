namespace LoadLab.Core.Runs;

/// <summary>What production has left of one SLO's error budget. Comes from imported data, never from a load run.</summary>
/// <param name="SloId">The SLO's id in the catalogue.</param>
/// <param name="RemainingRatio">Remaining part of the whole budget: 1 is untouched, 0 is spent, below 0 is overspent. Never clamped.</param>
/// <param name="Period">The period that the budget is for: <c>2026-10</c>, or <c>rolling 30d</c>.</param>
/// <param name="Until">End of the data that it rests on.</param>
public sealed record BudgetLeft(string SloId, decimal RemainingRatio, string Period, DateTimeOffset Until);
