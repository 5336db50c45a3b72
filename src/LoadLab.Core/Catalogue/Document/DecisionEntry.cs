namespace LoadLab.Core.Catalogue.Document;

/// <summary>A rule of the document for a decision (<c>decisions:</c>).</summary>
public sealed record DecisionEntry : CatalogueEntry
{
    /// <summary>The condition that the verdict of a run decides today.</summary>
    public const string RequiredSlosPass = "required-slos-pass";

    /// <summary>All words that <see cref="Needs"/> may hold.</summary>
    public static IReadOnlyList<string> Conditions { get; } = [RequiredSlosPass, "error-budget-left", "no-regression", "approval"];

    /// <summary>What must hold, all of it.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <inheritdoc/>
    public override string Kind => "decision";

    /// <inheritdoc/>
    public override string Says => "needs " + string.Join(", ", Needs);
}
