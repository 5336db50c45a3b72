using LoadLab.Core.Catalogue;
using LoadLab.Core.Catalogue.Document;

namespace LoadLab.Core.Lint;

/// <summary>Ways to hold alerts back that Alertmanager does not have.</summary>
internal sealed class SuppressionRule : LintRule
{
    public override string Name => "suppression";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue) => catalogue.Document.OfType<SuppressionEntry>()
        .Where(entry => !SuppressionEntry.KnownToAlertmanager.Contains(entry.By))
        .Select(entry => Warning(entry, "by", $"Alertmanager has no {entry.By}. It has {string.Join(", ", SuppressionEntry.KnownToAlertmanager)}; the nearest is a longer repeat-interval, which stays the same from repeat to repeat."));
}
