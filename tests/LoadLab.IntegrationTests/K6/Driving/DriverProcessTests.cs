using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.Cli;

namespace LoadLab.IntegrationTests.K6.Driving;

/// <summary>The driver k6 with a stand-in for k6: how it is started, read, stopped, and that none is ever left.</summary>
public sealed class DriverProcessTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-driver-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task What_it_writes_becomes_the_run_and_nothing_of_the_shell_reaches_it()
    {
        using var k6 = new StandInK6(seconds: 4);
        var environment = new Dictionary<string, string>(k6.Environment) { ["K6_VUS"] = "99", ["K6_OUT"] = "cloud" };
        await using var cli = LaunchedCli.StartWith(environment, _results, ["run", k6.Script, "--driver", "k6", "--env", "WHO=me"]);
        await cli.EndAsync();

        var record = Record(cli);
        record.Driver.Should().Be(new ForeignDriver("k6", "2.2.0", "ndjson", "", HasDistribution: true) { WasRun = true });
        record.Fingerprint.Should().Contain("generator", "k6").And.Contain("generator.version", "2.2.0");
        record.Outcome.Should().Be(RunOutcome.Completed, record.OutcomeReason + cli.Error);
        var iterations = long.Parse(k6.Left("iterations"), CultureInfo.InvariantCulture);
        record.Phases.Should().ContainSingle().Which.Whole.Should().Match<LoadLab.Core.Measurement.Counts>(counts => counts.Started == iterations && counts.Ok == iterations && counts.AddUp);
        record.Slices.Where(slice => slice.Key.Step == "GET stand-in/").Sum(slice => slice.Service.TotalCount).Should().Be(iterations);
        record.Slices.Should().OnlyContain(slice => slice.Response.TotalCount == 0);
        record.Seconds.Sum(second => second.Lag.TotalCount).Should().Be(iterations, "lateness is told of every start");
        record.Health.Should().NotBeEmpty();
        record.Script!.Metrics.Select(metric => metric.Name).Should().Contain("http_req_duration").And.NotContain(name => name.StartsWith("loadlab", StringComparison.Ordinal));

        var seen = k6.Left("environment").Split('\n');
        seen.Should().Contain("WHO=me").And.Contain("K6_NO_USAGE_REPORT=true").And.Contain("K6_AUTO_EXTENSION_RESOLUTION=false");
        seen.Should().NotContain(line => line.StartsWith("K6_VUS", StringComparison.Ordinal) || line.StartsWith("K6_OUT", StringComparison.Ordinal) || line.StartsWith("LOADLAB_K6_MODULE", StringComparison.Ordinal));
        k6.Left("module.js").Should().Contain("export const options").And.Contain("\"steady\": { executor: 'constant-arrival-rate', rate: 20");
        await k6.IsGoneAsync();
    }

    [Fact]
    public async Task Killed_LoadLab_leaves_no_k6_even_one_that_obeys_no_signal_and_a_run_of_service_times()
    {
        using var k6 = new StandInK6(seconds: 120, onStop: "");
        await using var cli = LaunchedCli.StartWith(k6.Environment, _results, ["run", k6.Script, "--driver", "k6"]);
        await cli.SaysAsync("the stand-in has begun");
        await StoredLoad.HasBegunAsync(_results);

        cli.Signal("KILL");
        await cli.EndAsync();

        await k6.IsGoneAsync();
        var store = new RunStore(_results);
        store.Read(store.List().Single()).Record.Should().Match<RunRecord>(record => record.Outcome == RunOutcome.Incomplete && record.HasServiceTimeOnly && record.Seconds.Count > 0);
    }

    [Fact]
    public async Task Ctrl_C_asks_k6_to_stop_and_keeps_what_was_measured()
    {
        using var k6 = new StandInK6(seconds: 120);
        await using var cli = LaunchedCli.StartWith(k6.Environment, _results, ["run", k6.Script, "--driver", "k6"]);
        await cli.SaysAsync("the stand-in has begun");
        await StoredLoad.HasBegunAsync(_results);

        cli.Signal("INT");
        await cli.EndAsync();

        cli.ExitCode.Should().Be(105, cli.Error);
        k6.Left("stopped").Should().NotBeEmpty("it was asked and not killed");
        Record(cli).Should().Match<RunRecord>(record => record.Outcome == RunOutcome.Interrupted && record.Phases[0].Whole.Started > 0);
        await k6.IsGoneAsync();
    }

    [Fact]
    public async Task A_k6_that_is_killed_is_an_incomplete_run()
    {
        // It leaves a child behind, as k6 its browser.
        using var k6 = new StandInK6(seconds: 30, act: "[ $offset -lt 2000 ] || { sh -c \"sleep 300; : $here/k6\" & kill -KILL $$; }");
        await using var cli = LaunchedCli.StartWith(k6.Environment, _results, ["run", k6.Script, "--driver", "k6"]);
        await cli.EndAsync();

        cli.ExitCode.Should().Be(97, cli.Error);
        Record(cli).Should().Match<RunRecord>(record => record.Outcome == RunOutcome.Incomplete && record.OutcomeReason == "k6 was killed by signal 9");
        await k6.IsGoneAsync();
    }

    [Theory]
    [InlineData("0.49.2", "is k6 0.49.2; the driver k6 takes 0.50 to 2.x.")]
    [InlineData("3.1.0", "is k6 3.1.0; the driver k6 takes 0.50 to 2.x.")]
    public async Task Another_version_is_refused_before_any_load(string version, string message)
    {
        using var k6 = new StandInK6(seconds: 4, version);
        await using var cli = LaunchedCli.StartWith(k6.Environment, _results, ["run", k6.Script, "--driver", "k6"]);
        await cli.EndAsync();

        cli.ExitCode.Should().Be(104);
        cli.Error.Should().Contain(message);
        k6.Left("arguments").Should().BeEmpty();
    }

    private RunRecord Record(LaunchedCli cli)
    {
        var store = new RunStore(_results);
        store.List().Should().ContainSingle(cli.Error);
        return store.Read(store.List().Single()).Record;
    }
}
