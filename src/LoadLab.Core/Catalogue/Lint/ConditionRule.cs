using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Core.Catalogue.Lint;

/// <summary>Conditions of decisions that no run decides.</summary>
internal sealed class ConditionRule : LintRule
{
    public override string Name => "decision";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue) =>
        from decision in catalogue.Document.OfType<DecisionEntry>()
        let open = decision.Needs.Where(need => need != DecisionEntry.RequiredSlosPass).ToList()
        where open.Count > 0
        select Note(decision, "needs", $"A run does not decide {string.Join(" and ", open)}: GO says that the required SLOs passed. A person decides the rest.");
}
