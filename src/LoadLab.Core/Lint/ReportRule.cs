using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Core.Lint;

/// <summary>The document's example report: what it calls green, figures that cannot both be true, and the budget that it says is left.</summary>
internal sealed class ReportRule : LintRule
{
    private const decimal Rounding = 0.005m;

    public override string Name => "report";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        var rows = catalogue.Slos.ToDictionary(slo => slo.Id, StringComparer.Ordinal);
        var figures = catalogue.Document.OfType<ReportFigure>().ToList();
        return figures.SelectMany(figure => figure.IsBudgetLeft
            ? BudgetLeft(figure, figures, rows)
            : Green(figure, rows).Concat(Contradicting(figure, figures, rows)));
    }

    private IEnumerable<Diagnostic> Green(ReportFigure figure, Dictionary<string, Slo> rows) => figure.Shows.Select(id => rows[id])
        .Where(row => figure.Status == "green" && row.Objective.Unit == figure.Unit && !row.Objective.IsMetBy(figure.Value))
        .Select(row => Warning(figure, "status", $"{figure.Text} is called green, and it breaches {LintText.Row(row)}, {row.Source}."));

    /// <summary>Requests that failed were not available.</summary>
    private IEnumerable<Diagnostic> Contradicting(ReportFigure figure, List<ReportFigure> figures, Dictionary<string, Slo> rows)
    {
        var services = figure.Shows.Select(id => rows[id]).OfType<ErrorRatioSlo>().Select(row => row.Service).ToHashSet();
        foreach (var other in figures.Where(other => !other.IsBudgetLeft && other.Shows.Any(id => rows[id] is AvailabilitySlo row && services.Contains(row.Service))))
        {
            var left = 1 - (decimal)other.Value;
            if ((decimal)figure.Value > left)
            {
                yield return Warning(figure, "measured", $"{figure.Text} errors contradict {other.Text} availability ({other.Id}): 100 % − {LintText.Percent(other.Value)} leaves {LintText.Percent(left)} for requests that failed.");
            }
        }
    }

    private IEnumerable<Diagnostic> BudgetLeft(ReportFigure figure, List<ReportFigure> figures, Dictionary<string, Slo> rows)
    {
        var computed = (
            from id in figure.Shows
            where rows[id] is AvailabilitySlo && rows[id].Objective.Limit < 1
            from other in figures
            where !other.IsBudgetLeft && other.Shows.Contains(id)
            let left = 1 - ((1 - (decimal)other.Value) / (1 - (decimal)rows[id].Objective.Limit))
            select (Left: left, Text: $"{other.Text} against {LintText.Row(rows[id])} leaves 1 − {LintText.Percent(1 - (decimal)other.Value)} / {LintText.Percent(1 - (decimal)rows[id].Objective.Limit)} = {LintText.Percent(Math.Round(left, 4))}")).ToList();
        if (computed.Count > 0 && computed.TrueForAll(one => Math.Abs(one.Left - (decimal)figure.Value) > Rounding))
        {
            yield return Warning(figure, "budgetLeft", $"{figure.Text} of the error budget left follows from nothing in the report: {string.Join("; ", computed.Select(one => one.Text))}.");
        }
    }
}
