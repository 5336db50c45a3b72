using LoadLab.Core.Cgroups;
using LoadLab.Core.Evaluation.ValidityChecks;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Core.Evaluation.ValidityChecks;

public sealed class ThrottlingCheckTests
{
    [Theory]
    [InlineData(10, 0, FindingSeverity.Info)]
    [InlineData(200, 2, FindingSeverity.Warning)]
    [InlineData(10, 4, FindingSeverity.Invalid)]
    public void A_generator_that_its_quota_stops_is_not_one(long periods, long throttled, FindingSeverity expected)
    {
        var record = new RecordBuilder().Build();
        var limited = record with
        {
            Fingerprint = new Dictionary<string, string>(record.Fingerprint) { [MachineFingerprint.CpuLimitKey] = "0.4" },
            Health = [.. record.Health.Select(second => second with { Throttling = new Throttling(periods, throttled) })],
        };

        ValidityCheck.Run(record, [], []).Findings.Should().NotContain(finding => finding.Check == "cpu-quota");
        var finding = ValidityCheck.Run(limited, [], []).Findings.Should().ContainSingle(finding => finding.Check == "cpu-quota").Subject;
        finding.Severity.Should().Be(expected);
        finding.Seen.Should().EndWith(" periods (0.4 cores are allowed)");
    }
}
