using System.Text.Json.Serialization;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Core.Runs;

/// <summary>
/// The rule that a run is decided by, as the catalogue had it when the run was planned, and what was known beside the load. Kept in the
/// plan, so that judging the run again years later follows the same rule on the same facts.
/// </summary>
public sealed record ChangePlan
{
    /// <summary>Id of the decision in the catalogue: <c>feature-release</c>.</summary>
    public required string Id { get; init; }

    /// <summary>For people: <c>Feature Release</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Section and row of the document.</summary>
    public string Source { get; init; } = "";

    /// <summary>The conditions, from <see cref="DecisionEntry.Conditions"/>; all of them must hold.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>Smallest part of an error budget that must be left, 0 to 1. A spent budget is never enough.</summary>
    public decimal LeastBudgetRatio { get; init; }

    /// <summary>True when a budget of which nothing is known does not stand in the way.</summary>
    public bool UnknownBudgetPasses { get; init; }

    /// <summary>What production had left when the run was planned; empty when nothing was imported.</summary>
    public IReadOnlyList<BudgetLeft> Budgets { get; init => field = value ?? []; } = [];

    /// <summary>Ids of rows that were imported, but of which too little is known for a budget. Null in runs of older versions, which did not keep it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? UnknownBudgets { get; init; }

    /// <summary>True when production data was imported, also when too little of it is known for a budget.</summary>
    public bool HasImports { get; init; }

    /// <summary>Who approved it; null for nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Approval? Approval { get; init; }

    /// <summary>True when violated SLOs may be approved: the rule asks for an approval and not that the SLOs pass.</summary>
    [JsonIgnore]
    public bool AcceptsApproval => Asks(DecisionEntry.ApprovalGiven);

    /// <summary>True when an approval takes the place of the SLOs, rather than standing beside them.</summary>
    [JsonIgnore]
    public bool ApprovalCoversSlos => AcceptsApproval && !Asks(DecisionEntry.RequiredSlosPass);

    /// <summary>True when it takes a comparison with a baseline.</summary>
    [JsonIgnore]
    public bool NeedsBaseline => Asks(DecisionEntry.NoRegression);

    /// <summary>True when the rule has this condition.</summary>
    public bool Asks(string condition) => Needs.Contains(condition, StringComparer.Ordinal);
}
