namespace LoadLab.Core.Catalogue.Document;

/// <summary>Who answers for the SLOs, by the document (<c>roles:</c>).</summary>
public sealed record RoleEntry : CatalogueEntry
{
    /// <summary>The post: <c>Engineering lead</c>.</summary>
    public required string Who { get; init; }

    /// <inheritdoc/>
    public override string Kind => "role";

    /// <inheritdoc/>
    public override string Says => Who;
}
