namespace LoadLab.Core.Catalogue.Document;

/// <summary>A figure of the document's example report (<c>reportFigures:</c>).</summary>
internal sealed record ReportFigure : CatalogueEntry
{
    /// <summary>Ids of the SLOs on the figure.</summary>
    public required IReadOnlyList<string> Shows { get; init; }

    /// <summary>The value, in <see cref="Unit"/>; a share of an error budget that is left when <see cref="IsBudgetLeft"/>.</summary>
    public required double Value { get; init; }

    /// <summary>Its unit: <c>ms</c>, <c>ratio</c> …</summary>
    public required string Unit { get; init; }

    /// <summary>The value as the catalogue writes it: <c>650ms</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The target that the report puts beside it; null when none.</summary>
    public Objective? Target { get; init; }

    /// <summary>What the report calls it: <c>green</c>, <c>yellow</c>, <c>red</c>; empty when nothing.</summary>
    public string Status { get; init; } = "";

    /// <summary>True when the value is what is left of an error budget.</summary>
    public bool IsBudgetLeft { get; init; }

    /// <inheritdoc/>
    public override string Kind => "report-figure";

    /// <inheritdoc/>
    public override string Says => IsBudgetLeft ? $"{Text} of the error budget left" : Status.Length > 0 ? $"{Text} is {Status}" : Text;
}
