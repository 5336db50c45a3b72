using System.Diagnostics;
using System.Text.RegularExpressions;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;
using LoadLab.Core.Text;

namespace LoadLab.Core.Lint;

/// <summary>Limits that are not the ones of the document's words.</summary>
internal sealed partial class OriginalRule : LintRule
{
    public override string Name => "original";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue)
    {
        foreach (var row in catalogue.Slos)
        {
            if (Compare(row, row is CapacitySlo ? "offered" : "objective", row.Original, row.Objective, signed: true) is { } found)
            {
                yield return found;
            }
        }

        foreach (var alert in catalogue.Document.OfType<AlertEntry>())
        {
            var cells = alert.Original.Split('|', StringSplitOptions.TrimEntries);
            var found = cells.Length < 2 ? [] : new[] { Compare(alert, "warning", cells[0], alert.Warning, signed: false), Compare(alert, "critical", cells[1], alert.Critical, signed: false) };
            foreach (var one in found.OfType<Diagnostic>())
            {
                yield return one;
            }
        }
    }

    /// <summary>Null when they agree, or when the words begin with no figure.</summary>
    private Diagnostic? Compare(CatalogueEntry entry, string key, string words, Objective objective, bool signed)
    {
        if (Pattern().Match(words) is not { Success: true } match)
        {
            return null;
        }

        var number = match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal);
        var unit = match.Groups["unit"].Value;
        var text = number + (unit == "items" ? " " : "") + unit;
        if (entry is CapacitySlo)
        {
            text = number + (objective.Unit == "users" ? " users" : "/s");
        }

        var agrees = ObjectiveReader.TryParse(text, out var limit, out var limitUnit) && limitUnit == objective.Unit && (decimal)limit == (decimal)objective.Limit
            && (!signed || objective.Comparison == Comparison(match.Groups["sign"].Value));
        return agrees ? null : Warning(entry, key, $"The document says '{words}', and the catalogue {(signed ? objective.Sign + " " : "")}{objective.Text}. Correct one of them.");
    }

    /// <summary>A figure without a sign is the least that is asked for.</summary>
    private static ComparisonOperator Comparison(string sign) =>
        sign.Length == 0 ? ComparisonOperator.GreaterThanOrEqual : ComparisonOperators.OfCodeSign(sign) ?? throw new UnreachableException($"The pattern knows no sign '{sign}'.");

    [GeneratedRegex(@"^(?<sign>[<>]?)\s*(?<number>[0-9,]+(\.[0-9]+)?)\s*(?<unit>%|ms|s|m|h|[kMG]?B/s|[kMG]i?B|items)?(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
