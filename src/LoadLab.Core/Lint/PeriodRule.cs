using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Lint;

/// <summary>What the document's formula is of, and over how long.</summary>
internal sealed class PeriodRule : LintRule
{
    public override string Name => "period";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        foreach (var formula in catalogue.Document.OfType<AttainmentEntry>())
        {
            if (formula.Term != "sli")
            {
                yield return Warning(formula, "term", $"The share of the time within the target is what was measured: an SLI. The document calls it {formula.Term.ToUpperInvariant()}, which is the target for it.");
            }

            if (formula.Original.Length > 0 && !LintText.NamesTime(formula.Original))
            {
                yield return Note(formula, "slice", $"The document does not say how long a piece of time is that is good or bad as a whole. The catalogue takes {DurationValue.Format(formula.Slice)}: {LintText.Number((decimal)(formula.Period / formula.Slice))} pieces in {LintText.Number((decimal)formula.Period.TotalHours)} h.");
            }

            foreach (var budget in catalogue.Document.OfType<BudgetEntry>().Where(budget => budget.Period != formula.Period))
            {
                yield return Warning(formula, "period",
                    $"{Length(formula.Period)} here and {Length(budget.Period)} in {budget.Id} ({budget.Source}): {LintText.Percent(budget.TargetRatio)} leaves {Minutes(budget, formula.Period)} min of the one and {Minutes(budget, budget.Period)} min of the other.");
            }
        }
    }

    private static string Length(TimeSpan period) => $"{LintText.Number((decimal)period.TotalHours)} h ({LintText.Number((decimal)period.TotalDays)} days)";

    private static string Minutes(BudgetEntry budget, TimeSpan period) => LintText.Number((1 - budget.TargetRatio) * (decimal)period.TotalMinutes);
}
