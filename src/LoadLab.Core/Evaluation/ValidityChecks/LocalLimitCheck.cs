using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>Connections that this process or its machine could not open: failures that the target knows nothing of.</summary>
internal sealed class LocalLimitCheck : ValidityCheck
{
    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        foreach (var phase in record.Phases)
        {
            if (phase.Connections.WithoutFile > 0)
            {
                yield return Of(
                    "open-files", phase, phase.Connections.WithoutFile, "this process may not open that many files",
                    "Raise the limit in the shell that starts LoadLab (ulimit -n 65536), or use fewer users.");
            }

            if (phase.Connections.WithoutPort > 0)
            {
                yield return Of(
                    "no-port", phase, phase.Connections.WithoutPort, "this machine had no free port left for them",
                    "Keep connections open between iterations, widen net.ipv4.ip_local_port_range, or drive from several machines.");
            }
        }
    }

    private static Finding Of(string check, PhaseResult phase, long connections, string why, string advice) => new(
        check, FindingSeverity.Invalid, $"{Figures.Count(connections)} connections of phase '{phase.Name}' were not tried: {why}", "0: they fail in the generator, and the target never sees them", advice);
}
