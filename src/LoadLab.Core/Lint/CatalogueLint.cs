using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;

namespace LoadLab.Core.Lint;

/// <summary>Finds what does not add up in a catalogue that can be read. Pure.</summary>
public static class CatalogueLint
{
    private static readonly LintRule[] Rules =
    [
        new OriginalRule(), new ContradictionRule(), new UptimeRule(), new FeasibilityRule(), new GapRule(), new SeverityRule(), new ZeroBudgetRule(), new UnreachableRule(),
        new SampleRule(), new UnspecifiedRule(), new OfferedLoadRule(), new PeriodRule(), new AlertRule(), new SuppressionRule(),
        new BudgetRule(), new PanelRule(), new ReportRule(), new UnitRule(), new ConditionRule(), new HealingRule(),
    ];

    /// <summary>All diagnostics: the errors, the warnings, then the notes; each rule by rule, and in the order of the document.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="measures">The measures that there can be; null for those that LoadLab knows by itself.</param>
    public static IReadOnlyList<Diagnostic> Run(SloCatalogue catalogue, KnownMeasures? measures = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return [.. Rules.Prepend(new MeasureRule(measures ?? KnownMeasures.BuiltIn)).SelectMany(rule => rule.Check(catalogue)).OrderByDescending(diagnostic => diagnostic.Severity)];
    }
}
