using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Connections that this process was not allowed to open: failures that the target knows nothing of.</summary>
internal sealed class FileLimitCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos) =>
        from phase in record.Phases
        where phase.Connections.WithoutFile > 0
        select new Finding(
            "open-files",
            FindingSeverity.Invalid,
            $"{Figures.Count(phase.Connections.WithoutFile)} connections of phase '{phase.Name}' were not tried: this process may not open that many files",
            "0: they fail in the generator, and the target never sees them",
            "Raise the limit in the shell that starts LoadLab (ulimit -n 65536), or use fewer users.");
}
