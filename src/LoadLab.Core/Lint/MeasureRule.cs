using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;

namespace LoadLab.Core.Lint;

/// <summary>Rows that name a measure which does not exist, is of another kind, or has another unit.</summary>
/// <param name="known">The measures that there can be.</param>
internal sealed class MeasureRule(KnownMeasures known) : LintRule
{
    public override string Name => "measure";

    public override IEnumerable<Diagnostic> Check(SloCatalogue catalogue) =>
        catalogue.Slos.SelectMany(slo => MeasureCheck.Find(slo, known).Select(fault => Error(slo, fault.Key, fault.Message)));
}
