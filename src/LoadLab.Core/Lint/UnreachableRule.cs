using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Windows;

namespace LoadLab.Core.Lint;

/// <summary>Alerts on burn rates that can never fire for a row: its target is too low for their factor.</summary>
internal sealed class UnreachableRule : LintRule
{
    public override string Name => "burn-rate";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue) =>
        from slo in catalogue.Slos
        where SustainedBurns.HasBudget(slo) && SustainedBurns.TargetOf(slo) is > 0 and < 1
        from rule in catalogue.BurnRates
        let refused = rule.Refuse(SustainedBurns.TargetOf(slo))
        where refused is not null
        select Warning(slo, "objective", $"The burn-rate alert {rule.Name} cannot guard it: {refused}");
}
