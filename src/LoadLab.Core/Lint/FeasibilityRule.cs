using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Lint;

/// <summary>
/// What a service can reach when it needs others: with failures independent of each other, the product of their availabilities;
/// with failures that always come together, the lowest of them (a series system; Barlow and Proschan 1975, chapter 2).
/// </summary>
internal sealed class FeasibilityRule : LintRule
{
    public override string Name => "feasibility";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        foreach (var row in LintText.Availability(catalogue))
        {
            var needed = catalogue.Services[row.Service].DependsOn
                .Select(name => LintText.Availability(catalogue).Where(other => other.Service == name).MaxBy(other => other.Objective.Limit))
                .OfType<AvailabilitySlo>()
                .ToList();
            var product = needed.Aggregate(1m, (sofar, other) => sofar * (decimal)other.Objective.Limit);
            var target = (decimal)row.Objective.Limit;
            if (needed.Count == 0 || product >= target)
            {
                continue;
            }

            var lowest = needed.Min(other => (decimal)other.Objective.Limit);
            var factors = string.Join(" × ", needed.Select(other => LintText.Percent(other.Objective.Limit)));
            var best = lowest < target && needed.Count > 1 ? $" Even if they fail only at the same time, it is {LintText.Percent(lowest)}." : "";
            yield return Warning(row, "objective",
                $"{LintText.Percent(target)} cannot be reached by what it needs: {string.Join(", ", needed.Select(LintText.Row))}. "
                + $"{factors} = {LintText.Percent(Math.Round(product, 4))} at most, when they fail independently.{best}");
        }
    }
}
