using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Production;

/// <summary>Where the error budgets of a catalogue stand, and when they will be spent at the rate of the last day. Pure.</summary>
public static class BudgetStatuses
{
    /// <summary>What the burn rate is of: a day, so that night and noon are both in it.</summary>
    public static readonly TimeSpan BurnWindow = TimeSpan.FromDays(1);

    /// <summary>All rows that have an error budget, in the catalogue's order.</summary>
    public static IReadOnlyList<BudgetStatus> Of(IReadOnlyList<ProductionImport> imports, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(imports);
        ArgumentNullException.ThrowIfNull(catalogue);
        return [.. catalogue.Slos.Where(slo => RowTarget.GoodRatio(slo) is not null).Select(slo => Of(slo, imports, catalogue))];
    }

    private static BudgetStatus Of(Slo slo, IReadOnlyList<ProductionImport> imports, SloCatalogue catalogue)
    {
        var service = slo.ServiceName is { Length: > 0 } name ? catalogue.Services[name].Title is { Length: > 0 } title ? title : name : "";
        var unknown = new BudgetStatus(slo.Id, slo.Title, service, slo.Tier, slo.Says, slo.Window, null, null, null, BurnWindow.TotalHours, null, BudgetState.Unknown, "");
        var target = RowTarget.GoodRatio(slo)!.Value;
        if (ImportedBudgets.WindowOf(slo, imports) is not { } window)
        {
            return unknown with { Why = slo.Production is null ? "the catalogue has no production query for it" : "nothing was imported for it" };
        }

        var status = unknown with { Window = window.Name, Until = window.Until };
        var burn = Burn(slo, imports, window.Until, target);
        if (target == 1)
        {
            return status with { Why = "a target of 100 % leaves no budget" };
        }

        if (ImportedBudgets.Of(imports, catalogue with { Slos = [slo] }) is not [var left])
        {
            return status with { Burn = burn, Why = "too little of its window is known" };
        }

        // So far it is of the events until now; the window has more to come.
        var length = window.To - window.From;
        var over = (decimal)(window.Until - window.From).Ticks / length.Ticks;
        var remaining = 1 - ((1 - left.RemainingRatio) * over);
        var spends = burn is { } rate ? BurnRate.TimeToSpend(rate, length, remaining) : null;
        var spentAt = remaining > 0 && spends is { } time && time < (window.IsRolling ? length : window.To - window.Until) ? window.Until + time : (DateTimeOffset?)null;
        return status with
        {
            Remaining = remaining,
            Burn = burn,
            SpentAt = spentAt,
            State = remaining <= 0 ? BudgetState.Spent : spentAt is not null ? BudgetState.Burning : burn is null ? BudgetState.Unknown : BudgetState.Lasts,
            Why = burn is null && remaining > 0 ? "too little is known of the last day, or nothing happened in it" : "",
        };
    }

    private static decimal? Burn(Slo slo, IReadOnlyList<ProductionImport> imports, DateTimeOffset until, decimal target)
    {
        if (target == 1 || ImportedBudgets.Count(slo, imports, until - BurnWindow, until) is not { } day || day.Known < ImportedBudgets.LeastKnownRatio)
        {
            return null;
        }

        return BurnRate.Of(new EventCount(Math.Clamp((long)Math.Round(day.Bad), 0, (long)Math.Round(day.Total)), (long)Math.Round(day.Total)), target);
    }
}
