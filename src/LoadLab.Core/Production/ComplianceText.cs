using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Text;

namespace LoadLab.Core.Production;

/// <summary>Figures and reasons of a compliance report in words.</summary>
public static class ComplianceText
{
    /// <summary>What was measured.</summary>
    internal static string Measured(Slo slo, RowAttainment reached) => slo switch
    {
        ResponseTimeSlo row when reached.Percentile is { } percentile => string.Create(CultureInfo.InvariantCulture, $"P{row.Percentile:0.###} {Units.Milliseconds(percentile.Ms)} ({Between(percentile)})"),
        ResponseTimeSlo row => string.Create(CultureInfo.InvariantCulture, $"P{row.Percentile:0.###} of the worst slice {Units.Milliseconds(reached.Attained!.Value)}"),
        _ when RowTarget.CountsEvents(slo) => Ratio(reached.Attained!.Value),
        _ => Units.Value(reached.Attained!.Value, slo.Objective.Unit),
    };

    /// <summary>A share with the digits that nines need: 99.9512 %, and 100 % only for all.</summary>
    public static string Ratio(double ratio) => ratio is > 0.9 and < 1
        ? (Math.Floor(ratio * 1e6) / 1e4).ToString("0.####", CultureInfo.InvariantCulture) + " %"
        : Units.Percent(ratio);

    /// <summary>A part of a budget: <c>12.5 %</c>, <c>-140 %</c>; a dash for none.</summary>
    public static string Part(decimal? part) => part is not { } ratio ? Units.None : (ratio * 100).ToString(Math.Abs(ratio) >= 10 ? "#,0" : "0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>Why a row was not measured.</summary>
    internal static string WhyNot(Slo slo, ComplianceData data)
    {
        if (slo.Production is not { } production)
        {
            return "The catalogue has no production query for it.";
        }

        if (production.NotMeasured.Length > 0)
        {
            return production.NotMeasured;
        }

        if (data.Import is not { } import)
        {
            return $"Nothing was imported for {data.Period.Name}. Import it with: loadlab import prometheus --url URL {Option(data.Period)}";
        }

        return import.Rows.FirstOrDefault(row => row.Id == slo.Id) is { } row
            ? $"It was imported for '{row.Says}'; the catalogue says '{slo.Says}' now. Import the period again."
            : "The catalogue had no production query for it when the period was imported. Import it again.";
    }

    /// <summary>The option that names a period.</summary>
    internal static string Option(AttainmentPeriod period) => period.Kind == "range"
        ? $"--from {MomentText.Format(period.From)} --to {MomentText.Format(period.To)}"
        : $"--{period.Kind} {period.Name}";

    private static string Between(BucketPercentile percentile) => double.IsInfinity(percentile.HighMs)
        ? $"above {Units.Milliseconds(percentile.LowMs)}"
        : $"{Units.Milliseconds(percentile.LowMs)} to {Units.Milliseconds(percentile.HighMs)}";
}
