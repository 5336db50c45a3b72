namespace LoadLab.Core.Catalogue;

/// <summary>
/// Does something that differs from kind to kind of SLO: judges it, forecasts it. A new kind is a method here, so that the compiler leads to each place
/// that has to know it.
/// </summary>
/// <typeparam name="T">What comes of it.</typeparam>
public interface ISloVisitor<out T>
{
    /// <summary>A percentile of a time.</summary>
    T Visit(ResponseTimeSlo slo);

    /// <summary>A share of failures.</summary>
    T Visit(ErrorRatioSlo slo);

    /// <summary>A share of successes, samples or jobs.</summary>
    T Visit(AvailabilitySlo slo);

    /// <summary>A share of two running totals.</summary>
    T Visit(SuccessRatioSlo slo);

    /// <summary>How full something is.</summary>
    T Visit(SaturationSlo slo);

    /// <summary>A percentile of a throughput.</summary>
    T Visit(ThroughputSlo slo);

    /// <summary>A load at which others hold.</summary>
    T Visit(CapacitySlo slo);
}
