using System.Globalization;
using LoadLab.Core.Budgets;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Windows;

/// <summary>A burn in words: the same in every report.</summary>
public static class BurnText
{
    /// <summary>
    /// One line: <c>API availability: 0.5 % bad in rate-100 is 10 times what 99.95 % allows (95 % interval 8.1 to 12.3): a 30-day budget lasts 3 days. It would
    /// page (6 in 6h/30m) and make a ticket (3 in 1d/2h).</c>
    /// </summary>
    public static string Line(SustainedBurn burn)
    {
        ArgumentNullException.ThrowIfNull(burn);
        var where = burn.Phase.Length > 0 ? $" in {burn.Phase}" : "";
        var bad = $"{burn.Title}: {Units.Percent(burn.BadRatio)} bad{where}";
        if (burn.Rate is not { } rate)
        {
            return $"{bad}. Its target of {Percent(burn.TargetRatio)} leaves no error budget: one is too many.";
        }

        return $"{bad} is {Times(rate)} times what {Percent(burn.TargetRatio)} allows (95 % interval {Times(burn.RateLow ?? rate)} to {Times(burn.RateHigh ?? rate)}): {Lasts(burn)}.{Alerts(burn)}";
    }

    /// <summary><c>a 30-day budget lasts 3 days</c>, or that it is not touched.</summary>
    public static string Lasts(SustainedBurn burn)
    {
        ArgumentNullException.ThrowIfNull(burn);
        var budget = string.Create(CultureInfo.InvariantCulture, $"a {burn.PeriodDays:0.##}-day budget");
        return burn.HoursToSpend is { } hours ? $"{budget} lasts {Length(hours)}" : $"{budget} is not touched";
    }

    /// <summary>A length of time in the unit that people think in: <c>3 days</c>, <c>7.2 h</c>, <c>43 min</c>.</summary>
    public static string Length(double hours) => hours >= 48 ? Number(hours / 24) + " days" : hours >= 1 ? Number(hours) + " h" : Number(hours * 60) + " min";

    /// <summary>A rate: <c>10</c>, <c>0.42</c>, <c>1,000</c>.</summary>
    public static string Times(double rate) => rate >= 100 ? rate.ToString("#,0", CultureInfo.InvariantCulture) : rate.ToString(rate >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);

    /// <summary>The alerts: <c>It would page (14.4 in 1h/5m). It may make a ticket (1 in 3d/6h).</c> Empty when none.</summary>
    public static string Alerts(SustainedBurn burn)
    {
        ArgumentNullException.ThrowIfNull(burn);
        return Sentence("would", burn.Fires) + Sentence("may", burn.MayFire);
    }

    private static string Sentence(string verb, IReadOnlyList<BurnAlert> alerts)
    {
        var parts = alerts.GroupBy(alert => alert.Severity)
            .Select(group => $"{(group.Key == BurnRateRule.Page ? "page" : "make a ticket")} ({string.Join(", ", group.Select(alert => alert.Rule))})");
        return alerts.Count == 0 ? "" : $" It {verb} {string.Join(" and ", parts)}.";
    }

    private static string Percent(double ratio) => (ratio * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value) => value.ToString(value >= 10 ? "#,0" : "0.#", CultureInfo.InvariantCulture);
}
