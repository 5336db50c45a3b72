using System.Text.Json;
using LoadLab.Core.Store;

namespace LoadLab.IntegrationTests.Cli;

/// <summary>A whole run in which parts of a real stack are broken on purpose.</summary>
public sealed class FaultRunTests : IDisposable
{
    // A slow machine takes seconds to begin: each fault has quiet ones before it that make up a level. It samples late too: what is read while the worker is stopped has seconds for it.
    private const string Suite = """
        suite: broken
        scenarios: Lms.Scenarios
        catalogue: lms
        slos: [redis-memory]
        stack: {kind: processes}
        lms: {data: {users: 200, courses: 20, enrolments: 1000}}
        settings: {weight.submit_work: 20, users: 200}
        phases:
          - {name: rate, model: open, rate: 20/s, hold: 30s, scenarios: {student: 1}, preparedVirtualUsers: 20, requestTimeout: 10s}
        faults:
          - {stop: postgres, at: 8s, for: 2s}
          - {pause: redis, at: 17s, for: 1s, errors: 100%}
          - {stop: worker, at: 20s, for: 5s}
        """;

    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-broken-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task Parts_are_broken_and_come_back_and_the_run_tells_when_and_what_failed()
    {
        await using var cli = LaunchedCli.Start(_results, "run", WriteSuite(), "--json");

        var output = await cli.EndAsync();

        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("outcome").GetString().Should().Be("completed", cli.Error);
        var record = new RunStore(_results).Read(RunStore.Latest).Record;
        record.Faults.Select(fault => fault.Index).Should().Equal(0, 1, 2);
        record.Faults.Should().OnlyContain(fault => fault.EndSecond > fault.StartSecond);
        record.Faults.Zip(record.Plan.Faults).Should().OnlyContain(pair => pair.First.StartSecond >= pair.Second.At.TotalSeconds);
        record.Findings.Should().NotContain(finding => finding.Check == "stack-died" || finding.Check == "fault-control");
        record.Fingerprint["lms.workers"].Should().Be("2");
        var outcomes = document.RootElement.GetProperty("faultOutcomes").EnumerateArray().ToList();
        outcomes[0].GetProperty("failed").GetInt64().Should().BePositive("nothing is served without Postgres");
        outcomes[2].GetProperty("queuePeak").GetDouble().Should().BePositive("nobody grades");
        cli.Error.Should().Contain("postgres stopped on purpose, for 2s").And.Contain("worker started again");
        await cli.LeavesNoProcessAsync();
    }

    [Fact]
    public async Task A_signal_while_a_part_is_stopped_mends_it_and_leaves_no_process()
    {
        await using var cli = LaunchedCli.Start(_results, "run", WriteSuite(), "--set", "faults.0.for=15s", "--set", "faults.1.at=25s", "--set", "faults.2.at=27s", "--set", "faults.2.for=2s");
        await cli.SaysAsync("postgres stopped on purpose");

        cli.Signal("INT");
        await cli.EndAsync();

        cli.ExitCode.Should().Be(105, cli.Error);
        cli.Error.Should().Contain("postgres started again");
        new RunStore(_results).Read(RunStore.Latest).Record.Faults.Should().ContainSingle().Which.EndSecond.Should().NotBeNull();
        await cli.LeavesNoProcessAsync();
    }

    [Theory]
    [InlineData("faults.0.stop=postgers", "faults[0].stop: 'postgers' is not allowed here. Did you mean 'postgres'?")]
    [InlineData("stack.kind=external", "the stack is external, and LoadLab breaks only what it has started.")]
    public async Task What_cannot_be_broken_is_told_before_anything_starts(string set, string message)
    {
        await using var cli = LaunchedCli.Start(_results, "run", WriteSuite(), "--set", set, "--set", "stack.external.baseUrl=http://127.0.0.1:1");

        await cli.EndAsync();

        cli.ExitCode.Should().Be(104);
        cli.Error.ReplaceLineEndings(" ").Should().Contain(message);
    }

    private string WriteSuite()
    {
        var path = Path.Combine(_results, "broken.yaml");
        File.WriteAllText(path, Suite);
        return path;
    }
}
