using LoadLab.Core.Evaluation.ValidityChecks;
using LoadLab.Core.Measurement;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.ValidityChecks;

public sealed class ResendCheckTests
{
    [Fact]
    public void Resent_requests_are_told()
    {
        var record = new RecordBuilder().Build();
        var resent = record with { Phases = [.. record.Phases.Select(phase => phase with { Connections = new ConnectionCounts(4, 0, 1_000, Reconnects: 1, Resends: phase.Name == "users" ? 3 : 0) })] };

        ValidityCheck.Run(record, [], []).Findings.Should().NotContain(finding => finding.Check == "resends");
        var finding = ValidityCheck.Run(resent, [], []).Findings.Should().ContainSingle(finding => finding.Check == "resends").Subject;
        finding.Severity.Should().Be(FindingSeverity.Warning);
        finding.Seen.Should().StartWith("3 of 1,000 requests of phase 'users' were lost with their connection and sent once more (resend: idempotent)");
    }
}
