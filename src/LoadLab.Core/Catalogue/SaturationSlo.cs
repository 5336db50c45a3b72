using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>How the samples of a probe become one figure.</summary>
public enum SampleAggregate
{
    /// <summary>The highest.</summary>
    Max,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The last.</summary>
    Last,
}

/// <summary><c>kind: saturation</c>: how full something is, by a probe's samples, as they are or as a share of another measure.</summary>
public sealed record SaturationSlo : Slo
{
    /// <summary>The measure.</summary>
    public required string Measure { get; init; }

    /// <summary>The measure that is the whole; null to judge the measure itself.</summary>
    public string? Of { get; init; }

    /// <summary>How the samples become one figure.</summary>
    /// <value><see cref="SampleAggregate.Max"/></value>
    public SampleAggregate Aggregate { get; init; } = SampleAggregate.Max;

    /// <summary>Samples are first averaged over windows of this length, sliding by a second as those of <see cref="Windowing"/> do; null for single samples.</summary>
    public TimeSpan? Over { get; init; }

    /// <summary>Only this phase; null for each phase by itself.</summary>
    public string? Phase { get; init; }

    /// <inheritdoc/>
    public override string Kind => "saturation";

    /// <inheritdoc/>
    public override string? ServiceName => null;

    /// <inheritdoc/>
    public override string IndicatorKey => $"{Measure} of {Of} {Aggregate} {Over} {Phase}{WindowKey}";

    /// <inheritdoc/>
    public override SloFigure Figure => SloFigure.Level;

    /// <inheritdoc/>
    public override IReadOnlyList<MeasureUse> Measures => Of is { } of ? [MeasureUse.OfLevel("measure", Measure), MeasureUse.OfLevel("of", of)] : [MeasureUse.OfLevel("measure", Measure)];

    /// <inheritdoc/>
    public override string JudgedMeasure => Measure;

    /// <inheritdoc/>
    public override string Describe(Func<string, string> service) =>
        $"{Measure}{(Of is { } of ? $" of {of}" : "")}, {Aggregate.ToString().ToLowerInvariant()} of {(Over is { } over ? $"means over {DurationValue.Format(over)}" : "single samples")}";

    /// <inheritdoc/>
    public override T Accept<T>(ISloVisitor<T> visitor) => visitor.Visit(this);
}
