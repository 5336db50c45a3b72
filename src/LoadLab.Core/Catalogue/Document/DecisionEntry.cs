using System.Globalization;

namespace LoadLab.Core.Catalogue.Document;

/// <summary>A rule of the document for a decision (<c>decisions:</c>). <c>loadlab run</c> and <c>gate</c> follow it: <c>--change ID</c>.</summary>
internal sealed record DecisionEntry : CatalogueEntry
{
    /// <summary>Every required SLO passed.</summary>
    public const string RequiredSlosPass = "required-slos-pass";

    /// <summary>Production has error budget left.</summary>
    public const string ErrorBudgetLeft = "error-budget-left";

    /// <summary>Nothing is worse than the baseline.</summary>
    public const string NoRegression = "no-regression";

    /// <summary>Somebody approved it. Without <see cref="RequiredSlosPass"/> beside it, an approval covers SLOs that are violated.</summary>
    public const string ApprovalGiven = "approval";

    /// <summary>All words that <see cref="Needs"/> may hold.</summary>
    public static IReadOnlyList<string> Conditions { get; } = [RequiredSlosPass, ErrorBudgetLeft, NoRegression, ApprovalGiven];

    /// <summary>What must hold, all of it.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>Smallest part of an error budget that must be left (<c>leastBudget:</c>), 0 to 1: less is excessive consumption.</summary>
    /// <value>Null: anything above 0.</value>
    public decimal? LeastBudgetRatio { get; init; }

    /// <summary>True when budgets of which nothing is known do not stand in the way (<c>unknownBudget: passes</c>).</summary>
    public bool UnknownBudgetPasses { get; init; }

    /// <inheritdoc/>
    public override string Kind => "decision";

    /// <inheritdoc/>
    public override string Says => "needs " + string.Join(", ", Needs)
        + (LeastBudgetRatio is { } least ? string.Create(CultureInfo.InvariantCulture, $"; at least {least * 100:0.##}% of each budget") : "")
        + (UnknownBudgetPasses ? "; an unknown budget passes" : "");
}
