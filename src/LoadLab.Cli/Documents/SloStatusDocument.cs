using LoadLab.Core.Production;
using LoadLab.Core.Verdicts;

namespace LoadLab.Cli.Documents;

/// <summary>Where the error budgets stand.</summary>
internal sealed record SloStatusDocument(int SchemaVersion, string Catalogue, DateTimeOffset? Until, IReadOnlyList<SloStatusDocument.BudgetPart> Budgets)
{
    internal sealed record BudgetPart(
        string Id, string Title, string Service, string Tier, string Target, string Window, DateTimeOffset? Until, decimal? Remaining, decimal? Burn, double BurnHours, DateTimeOffset? SpentAt, string State, string Why)
    {
        public static BudgetPart Of(BudgetStatus budget) => new(
            budget.Id,
            budget.Title,
            budget.Service,
            budget.Tier.Word(),
            budget.Target,
            budget.Window,
            budget.Until,
            budget.Remaining,
            budget.Burn,
            budget.BurnHours,
            budget.SpentAt,
            budget.State.ToString().ToLowerInvariant(),
            budget.Why);
    }

    public static SloStatusDocument Of(string catalogue, IReadOnlyList<BudgetStatus> budgets) =>
        new(1, catalogue, budgets.Max(budget => budget.Until), [.. budgets.Select(BudgetPart.Of)]);
}
