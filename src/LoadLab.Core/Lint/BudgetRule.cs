using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Core.Lint;

/// <summary>An error budget that the document gives against (1 − target) × period.</summary>
internal sealed class BudgetRule : LintRule
{
    public override string Name => "budget";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue) => catalogue.Document.OfType<BudgetEntry>()
        .Where(budget => (budget.Budget - budget.Computed).Duration() > TimeSpan.FromSeconds(1))
        .Select(budget => Warning(budget, "budget",
            $"(1 − {LintText.Percent(budget.TargetRatio)}) × {LintText.Number((decimal)budget.Period.TotalHours)} h = {LintText.Number((decimal)budget.Computed.TotalMinutes)} min; the document says {LintText.Number((decimal)budget.Budget.TotalMinutes)} min."));
}
