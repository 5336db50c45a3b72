using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.Decisions;

/// <summary>What the command line says about the decision that a run is made for.</summary>
public sealed record ChangeOptions
{
    /// <summary>The decision's id.</summary>
    /// <value>Null: <see cref="ChangePlanner.DefaultId"/> when the catalogue has it.</value>
    public string? Id { get; init; }

    /// <summary>Who approved it, and why.</summary>
    /// <value>Null: nobody.</value>
    public Approval? Approval { get; init; }

    /// <summary>What production has left of its error budgets; empty when nothing was imported.</summary>
    public IReadOnlyList<BudgetLeft> Budgets { get; init; } = [];

    /// <summary>Rows that were imported, but of which too little is known for a budget.</summary>
    public IReadOnlyList<string> UnknownBudgets { get; init; } = [];

    /// <summary>True when something was imported, whether or not it tells a budget: there is a production.</summary>
    public bool HasImports { get; init; }
}
