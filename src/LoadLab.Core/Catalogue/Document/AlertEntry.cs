namespace LoadLab.Core.Catalogue.Document;

/// <summary>Who is told when, by the document (<c>alerts:</c>). Each objective is what must hold: a threshold is crossed when it does not.</summary>
public sealed record AlertEntry : CatalogueEntry
{
    /// <summary>Ids of the SLOs whose figure it watches.</summary>
    public required IReadOnlyList<string> Watches { get; init; }

    /// <summary>A warning is due when this does not hold.</summary>
    public required Objective Warning { get; init; }

    /// <summary>It is critical when this does not hold.</summary>
    public required Objective Critical { get; init; }

    /// <summary>Who is told, in this order.</summary>
    public required IReadOnlyList<string> Notify { get; init; }

    /// <summary>How long the figure is looked at; null when nothing says.</summary>
    public TimeSpan? Window { get; init; }

    /// <inheritdoc/>
    public override string Kind => "alert";

    /// <inheritdoc/>
    public override string Says => $"warning unless {Warning.Sign} {Warning.Text}, critical unless {Critical.Sign} {Critical.Text}";

    /// <inheritdoc/>
    public override IEnumerable<string> Cites => [ColumnSource("warning"), ColumnSource("critical"), ColumnSource("escalation"), .. base.Cites.Skip(1)];
}
