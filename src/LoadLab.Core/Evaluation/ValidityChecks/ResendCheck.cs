using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Requests that were lost and sent once more: the target lost them, and no failure says so.</summary>
internal sealed class ResendCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos) =>
        from phase in record.Phases
        where phase.Connections.Resends > 0
        select new Finding(
            "resends",
            FindingSeverity.Warning,
            $"{Figures.Count(phase.Connections.Resends)} of {Figures.Count(phase.Connections.Requests)} requests of phase '{phase.Name}' were lost with their connection and sent once more (resend: idempotent); "
                + "each counts by its second answer, and its time includes the first try",
            "0: the target may have processed them twice, and clients that do not resend see them fail",
            "Find out why the target closes connections on which it has a request. Leave out 'resend', and they count as failures.");
}
