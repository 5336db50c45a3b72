using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Production;

/// <summary>What a row demands of the events of a period. A percentile is such a demand too: "P95 below 800 ms" is "at least 95 % within 800 ms".</summary>
public static class RowTarget
{
    /// <summary>Share of the events that must be good; null for a row that judges plain values.</summary>
    public static decimal? GoodRatio(Slo slo) => slo switch
    {
        ResponseTimeSlo { Production.Histogram.Length: > 0 } row => (decimal)row.Percentile / 100,
        { Figure: SloFigure.Share } => slo.CountsBad ? 1 - (decimal)slo.Objective.Limit : (decimal)slo.Objective.Limit,
        _ => null,
    };

    /// <summary>True when the row counts events.</summary>
    public static bool CountsEvents(Slo slo) => GoodRatio(slo) is not null;

    /// <summary>True when a good share keeps the row's limit. Exact at the limit: 1 − 0.99 in binary is not 0.01.</summary>
    public static bool IsMet(Slo slo, double good, double total) => slo switch
    {
        { CountsBad: true } => slo.Objective.IsMetBy((total - good) / total),
        ResponseTimeSlo row => good / total >= row.Percentile / 100,
        _ => slo.Objective.IsMetBy(good / total),
    };

    /// <summary>The value in the unit of the row's limit, from a share of good events.</summary>
    public static double Measured(Slo slo, double goodRatio) => slo.CountsBad ? 1 - goodRatio : goodRatio;
}
