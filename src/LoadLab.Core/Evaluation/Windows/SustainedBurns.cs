using LoadLab.Core.Budgets;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Windows;

/// <summary>
/// The burn of each row on a share of events (availability, errors, success), if what the run saw were sustained. From the figure and the interval of the
/// row's verdict. None in an invalid run, whose figures are not the target's. Pure.
/// </summary>
internal static class SustainedBurns
{
    /// <summary>One for each measured row, in the catalogue's order.</summary>
    public static IReadOnlyList<SustainedBurn> Of(IReadOnlyList<SloVerdict> verdicts, Validity validity, SloCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(validity);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (validity.Status == ValidityStatus.Invalid)
        {
            return [];
        }

        var byId = verdicts.ToLookup(verdict => verdict.Id, StringComparer.Ordinal);
        return
        [
            .. from slo in catalogue.Slos
               where HasBudget(slo)
               from verdict in byId[slo.Id]
               where verdict is { Measured: not null, Samples: > 0 }
               select Of(slo, verdict, catalogue.BurnRates),
        ];
    }

    /// <summary>True for a row whose limit is a share of events: what it leaves is a budget.</summary>
    public static bool HasBudget(Slo slo)
    {
        ArgumentNullException.ThrowIfNull(slo);
        return slo.Figure == SloFigure.Share && slo.Objective.WantsLess == slo.CountsBad;
    }

    /// <summary>T of a row that <see cref="HasBudget"/>: share that must be good.</summary>
    public static decimal TargetOf(Slo slo)
    {
        ArgumentNullException.ThrowIfNull(slo);
        return slo.Objective.WantsLess ? 1 - (decimal)slo.Objective.Limit : (decimal)slo.Objective.Limit;
    }

    private static SustainedBurn Of(Slo slo, SloVerdict verdict, IReadOnlyList<BurnRateRule> rules)
    {
        var target = TargetOf(slo);
        var measured = Bad(verdict.Measured!.Value);
        var ends = new[] { Bad(verdict.Low ?? verdict.Measured.Value), Bad(verdict.High ?? verdict.Measured.Value) };
        var period = rules.Count > 0 ? rules[0].Period : BurnRateRule.DefaultPeriod;
        var (rate, low, high) = (Rate(measured), Rate(ends.Min()), Rate(ends.Max()));
        var usable = rules.Where(rule => target > 0 && rule.Refuse(target) is null).ToList();
        return new SustainedBurn
        {
            SloId = slo.Id,
            Title = slo.Title,
            Phase = verdict.Phase,
            TargetRatio = (double)target,
            BadRatio = (double)measured,
            Rate = (double?)rate,
            RateLow = (double?)low,
            RateHigh = (double?)high,
            PeriodDays = period.TotalDays,
            HoursToSpend = rate is { } steady ? BurnRate.TimeToSpend(steady, period)?.TotalHours : null,
            Fires = [.. usable.Where(rule => low > rule.Factor).Select(Name)],
            MayFire = [.. usable.Where(rule => high > rule.Factor && !(low > rule.Factor)).Select(Name)],
        };

        // Doubles carry 15 digits into decimal, so 1 − 0.999 is 0.001 and no more.
        decimal Bad(double measuredRatio) => Math.Clamp(slo.Objective.WantsLess ? (decimal)measuredRatio : 1 - (decimal)measuredRatio, 0, 1);

        decimal? Rate(decimal badRatio) => target is > 0 and < 1 ? badRatio / (1 - target) : null;
    }

    private static BurnAlert Name(BurnRateRule rule) => new(rule.Severity, rule.Name);
}
