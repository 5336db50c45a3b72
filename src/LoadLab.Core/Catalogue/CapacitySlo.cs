using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>
/// <c>kind: capacity</c>: a load at which other SLOs must hold. Its objective is the load itself: at least so many users, or so
/// many arrivals a second.
/// </summary>
public sealed record CapacitySlo : Slo
{
    /// <summary>Virtual users in the closed model; null when it is about a rate.</summary>
    public int? Users { get; init; }

    /// <summary>Arrivals a second in the open model; null when it is about users.</summary>
    public double? ArrivalRatePerSecond { get; init; }

    /// <summary>What the load is for: <c>instance</c> or <c>system</c>.</summary>
    public required string Per { get; init; }

    /// <summary>How long the row asks for. A shorter hold is judged for what it is, and the verdict says so.</summary>
    public required TimeSpan Hold { get; init; }

    /// <summary>Ids of the SLOs that must pass in the phase that offers the load.</summary>
    public required IReadOnlyList<string> Holds { get; init; }

    /// <inheritdoc/>
    public override string Kind => "capacity";

    /// <inheritdoc/>
    public override string? ServiceName => null;

    /// <inheritdoc/>
    public override string IndicatorKey => Users is not null ? "held users" : "held arrival rate";

    /// <inheritdoc/>
    public override SloFigure Figure => SloFigure.Load;

    /// <inheritdoc/>
    public override IReadOnlyList<MeasureUse> Measures => [];

    /// <inheritdoc/>
    public override string Describe(Func<string, string> service) => $"the load, held for {DurationValue.Format(Hold)}, per {Per}";

    /// <inheritdoc/>
    public override T Accept<T>(ISloVisitor<T> visitor) => visitor.Visit(this);
}
