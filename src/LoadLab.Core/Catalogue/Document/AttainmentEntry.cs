using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue.Document;

/// <summary>How the share that was reached is computed, by the document (<c>attainment:</c>).</summary>
public sealed record AttainmentEntry : CatalogueEntry
{
    /// <summary>What the document calls the share: <c>sli</c>, <c>slo</c> or <c>sla</c>.</summary>
    public required string Term { get; init; }

    /// <summary>The whole that the share is of.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>The piece of time that is good or bad as a whole.</summary>
    public required TimeSpan Slice { get; init; }

    /// <inheritdoc/>
    public override string Kind => "attainment";

    /// <inheritdoc/>
    public override string Says => $"good slices of {DurationValue.Format(Slice)} in {DurationValue.Format(Period)}";
}
