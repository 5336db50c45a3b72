using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Lint;

/// <summary>Severities of errors: what they mean, and whether they say more than the availability does.</summary>
internal sealed class SeverityRule : LintRule
{
    public override string Name => "severity";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        var rows = catalogue.Slos.OfType<ErrorRatioSlo>().Where(row => row.Severity.Length > 0).ToList();
        foreach (var first in rows.Where(row => row.NotMeasured.Length == 0).DistinctBy(row => row.Severity))
        {
            var taken = first.Classes.Count == 0 ? "every failure" : string.Join(", ", first.Classes);
            yield return Note(first, "severity", $"The document does not define '{first.Severity}'. The catalogue counts {taken}.");
        }

        foreach (var row in rows)
        {
            var same = LintText.Availability(catalogue).FirstOrDefault(other =>
                other.Service == row.Service && 1 - (decimal)other.Objective.Limit == (decimal)row.Objective.Limit);
            if (same is not null)
            {
                yield return Note(row, "objective", $"{row.Objective.Text} {row.Severity} errors is 1 − {LintText.Percent(same.Objective.Limit)}, the failures that {same.Id} allows: one limit written twice.");
            }
        }
    }
}
