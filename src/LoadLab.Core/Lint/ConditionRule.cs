using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Core.Lint;

/// <summary>Conditions of decisions that a run alone does not decide, and what they take.</summary>
internal sealed class ConditionRule : LintRule
{
    public override string Name => "decision";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue) =>
        from decision in catalogue.Document.OfType<DecisionEntry>()
        let open = decision.Needs.Where(need => need != DecisionEntry.RequiredSlosPass).ToList()
        where open.Count > 0
        select Note(decision, "needs", $"A run alone does not decide {string.Join(" and ", open)}: {string.Join("; ", open.Select(need => Takes(need, decision)))}.");

    private static string Takes(string need, DecisionEntry decision) => need switch
    {
        DecisionEntry.ErrorBudgetLeft => "what is left of an error budget is known from imported production data only, and without any it " + (decision.UnknownBudgetPasses ? "passes" : "blocks"),
        DecisionEntry.NoRegression => "a regression is seen against a baseline only, with loadlab gate",
        _ => "an approval is a person's, and LoadLab only keeps it",
    };
}
