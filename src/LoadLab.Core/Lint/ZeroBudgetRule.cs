using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Lint;

/// <summary>Limits that allow no failure at all.</summary>
internal sealed class ZeroBudgetRule : LintRule
{
    public override string Name => "zero-budget";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue) => catalogue.Slos
        .Where(slo => slo.Objective.Unit == "ratio" && slo.Figure == SloFigure.Share && Allowed(slo.Objective) <= 0)
        .Select(slo => Warning(slo, "objective", $"{slo.Says} leaves no error budget: 1 − {LintText.Percent(1 - Allowed(slo.Objective))} = 0. One failure breaks it for the whole period, no burn rate can be computed, and no number of successes proves it."));

    private static decimal Allowed(Objective objective) => objective.WantsLess ? (decimal)objective.Limit : 1 - (decimal)objective.Limit;
}
