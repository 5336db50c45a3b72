namespace LoadLab.Core.Catalogue.Document;

/// <summary>When an alert is held back, by the document (<c>suppressions:</c>).</summary>
public sealed record SuppressionEntry : CatalogueEntry
{
    /// <summary>What Alertmanager has: time intervals that mute, silences, inhibition, grouping, and the interval of repeats.</summary>
    public static IReadOnlyList<string> KnownToAlertmanager { get; } = ["mute-times", "silence", "inhibit", "group", "repeat-interval"];

    /// <summary>All words that <see cref="By"/> may be.</summary>
    public static IReadOnlyList<string> Mechanisms { get; } = [.. KnownToAlertmanager, "exponential-backoff"];

    /// <summary>By what: one of <see cref="Mechanisms"/>.</summary>
    public required string By { get; init; }

    /// <inheritdoc/>
    public override string Kind => "suppression";

    /// <inheritdoc/>
    public override string Says => By;
}
