using System.Net.Sockets;
using System.Text;
using LoadLab.Core.Evaluation.ValidityChecks;
using LoadLab.Core.Measurement;
using LoadLab.Core.Store;
using LoadLab.Engine.Connections;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Core.Evaluation.ValidityChecks;

public sealed class LocalLimitCheckTests
{
    [Fact]
    public void Connections_that_the_generator_could_not_open_are_no_failures_of_the_target()
    {
        var record = new RecordBuilder().Build();
        var without = record with { Phases = [.. record.Phases.Select(phase => phase with { Connections = new ConnectionCounts(4, 0, 1_000, WithoutFile: phase.Name == "users" ? 7 : 0, WithoutPort: phase.Name == "users" ? 1_200 : 0) })] };

        ValidityCheck.Run(record, [], []).Findings.Should().NotContain(finding => finding.Check == "open-files" || finding.Check == "no-port");
        var findings = ValidityCheck.Run(without, [], []).Findings.Where(finding => finding.Check is "open-files" or "no-port").ToList();
        findings.Should().OnlyContain(finding => finding.Severity == FindingSeverity.Invalid);
        findings.Select(finding => finding.Seen).Should().Equal(
            "7 connections of phase 'users' were not tried: this process may not open that many files",
            "1,200 connections of phase 'users' were not tried: this machine had no free port left for them");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void The_count_is_kept_with_the_run(long connections)
    {
        var record = StoredSample.Record with { Phases = [StoredSample.Record.Phases[0] with { Connections = new ConnectionCounts(4, 0, 20, WithoutPort: connections) }] };

        var json = RunDocumentWriter.ToJson(record, StoredSample.Evaluation);

        Encoding.UTF8.GetString(json).Contains("withoutPort", StringComparison.Ordinal).Should().Be(connections > 0, "a run of before is the bytes that it was");
        RunDocumentReader.ToRecord(RunDocumentReader.Parse(json), []).Phases[0].Connections.WithoutPort.Should().Be(connections);
    }

    [Fact]
    public void A_connection_without_a_port_is_counted_and_a_refused_one_is_not()
    {
        var counter = new ConnectionCounter();

        counter.NotConnected(SocketError.ConnectionRefused);
        counter.NotConnected(SocketError.AddressNotAvailable);

        counter.Counts.Should().Be(new ConnectionCounts(0, 0, 0, WithoutPort: 1));
    }
}
