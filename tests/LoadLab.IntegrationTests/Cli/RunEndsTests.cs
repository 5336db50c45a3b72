using System.Text.Json;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.IntegrationTests.Cli;

/// <summary>How a real run can end before its time, and what is left then: the record, and no process.</summary>
public sealed class RunEndsTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-ends-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_drains_writes_and_ends_with_105(string signal)
    {
        await using var cli = LaunchedCli.Start(_results, "run", "smoke", "--json");
        await StoredLoad.HasBegunAsync(_results);

        cli.Signal(signal);
        var output = await cli.EndAsync();

        cli.ExitCode.Should().Be(105, cli.Error);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("outcome").GetString().Should().Be("interrupted");
        document.RootElement.GetProperty("decision").GetString().Should().Be("NO-GO");
        foreach (var phase in document.RootElement.GetProperty("phases").EnumerateArray())
        {
            phase.GetProperty("counts").GetProperty("addUp").GetBoolean().Should().BeTrue();
        }

        await cli.LeavesNoProcessAsync();
    }

    [Fact]
    public async Task A_second_signal_ends_at_once_and_leaves_no_process()
    {
        // Iterations take seconds, so the drain still lasts when the second signal comes.
        await using var cli = LaunchedCli.Start(_results, "run", "smoke", "--set", "lms.delay=4s");
        await StoredLoad.HasBegunAsync(_results);

        cli.Signal("INT");
        await cli.SaysAsync("Stopping: ");
        cli.Signal("INT");
        await cli.EndAsync();

        cli.ExitCode.Should().Be(105, cli.Error);
        cli.Error.Should().Contain("Ending at once.");
        await cli.LeavesNoProcessAsync();
        new RunStore(_results).Read(RunStore.Latest).Record.Outcome.Should().Be(RunOutcome.Incomplete);
    }

    [Fact]
    public async Task A_kill_leaves_a_readable_record_and_no_process()
    {
        await using var cli = LaunchedCli.Start(_results, "run", "smoke");
        await StoredLoad.IsAsync(_results, stored => stored.Seconds.Count >= 3 && stored.Phases.Any(phase => phase.Whole.Ok > 0) && stored.Probes.Any(series => series.Points.Count > 0), "seconds with iterations and probes are stored");

        cli.Signal("KILL");
        await cli.EndAsync();

        await cli.LeavesNoProcessAsync();
        var record = new RunStore(_results).Read(RunStore.Latest).Record;
        record.Outcome.Should().Be(RunOutcome.Incomplete);
        record.Seconds.Should().HaveCountGreaterThanOrEqualTo(3);
        record.Phases.Should().OnlyContain(phase => phase.Whole.AddUp && phase.Whole.Ok > 0);
        record.Probes.Should().Contain(series => series.Points.Count > 0);
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_bad_configuration_and_leaves_no_run()
    {
        await using var cli = LaunchedCli.Start(_results, "run", "smoke", "--json", "--external-url", "http://127.0.0.1:1");

        var output = await cli.EndAsync();

        cli.ExitCode.Should().Be(104, cli.Error);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("error").GetProperty("message").GetString().Should().Contain("127.0.0.1:1");
        Directory.EnumerateFileSystemEntries(_results).Should().BeEmpty();
    }
}
