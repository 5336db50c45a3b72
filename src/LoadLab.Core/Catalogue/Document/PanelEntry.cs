namespace LoadLab.Core.Catalogue.Document;

/// <summary>A panel of the document's dashboard (<c>panels:</c>).</summary>
public sealed record PanelEntry : CatalogueEntry
{
    /// <summary>The metric that it names.</summary>
    public required string Metric { get; init; }

    /// <summary>The line that it draws.</summary>
    public required Objective Target { get; init; }

    /// <summary>Ids of the SLOs on the figure that it shows.</summary>
    public required IReadOnlyList<string> Shows { get; init; }

    /// <inheritdoc/>
    public override string Kind => "panel";

    /// <inheritdoc/>
    public override string Says => $"{Metric} {Target.Sign} {Target.Text}";
}
