using System.Globalization;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.Cli;

namespace LoadLab.IntegrationTests.K6.Driving;

/// <summary>The driver k6 with an image: a stand-in in a container of the tests' own engine.</summary>
[Collection(ContainerEngine.Name)]
public sealed class ContainedK6Tests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-driver-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [DockerFact]
    public async Task What_it_writes_becomes_the_run_and_its_container_is_gone()
    {
        using var k6 = new StandInK6(seconds: 6);
        await using var cli = await StartAsync(k6, "--env", "WHO=me");
        await cli.EndAsync();

        var record = Only();
        record.Outcome.Should().Be(RunOutcome.Completed, record.OutcomeReason + cli.Error);
        record.Fingerprint["generator.image"].Should().Be("loadlab-test/k6-stand-in:local");
        record.Fingerprint["generator.image.id"].Should().StartWith("sha256:");
        var iterations = long.Parse(k6.Left("iterations"), CultureInfo.InvariantCulture);
        record.Phases.Should().ContainSingle().Which.Whole.Should().Match<Counts>(counts => counts.Started == iterations && counts.Ok == iterations && counts.AddUp);
        record.Health.Should().Contain(second => double.IsFinite(second.ProcessCpu), "its processes are seen from here");
        k6.Left("environment").Split('\n').Should().Contain("WHO=me").And.Contain("K6_NO_USAGE_REPORT=true");
        await LeavesNothingAsync(k6);
    }

    [DockerFact]
    public async Task Killed_LoadLab_leaves_no_container_even_of_one_that_obeys_no_signal()
    {
        using var k6 = new StandInK6(seconds: 120, onStop: "");
        await using var cli = await StartAsync(k6);
        await cli.SaysAsync("the stand-in has begun");
        await StoredLoad.HasBegunAsync(_results);

        cli.Signal("KILL");
        await cli.EndAsync();

        await LeavesNothingAsync(k6);
        Only().Should().Match<RunRecord>(record => record.Outcome == RunOutcome.Incomplete && record.Seconds.Count > 0);
    }

    [DockerFact]
    public async Task Ctrl_C_asks_it_to_stop_and_keeps_what_was_measured()
    {
        using var k6 = new StandInK6(seconds: 120);
        await using var cli = await StartAsync(k6);
        await cli.SaysAsync("the stand-in has begun");
        await StoredLoad.HasBegunAsync(_results);

        cli.Signal("INT");
        await cli.EndAsync();

        cli.ExitCode.Should().Be(105, cli.Error);
        k6.Left("stopped").Should().NotBeEmpty("it was asked and not killed");
        Only().Should().Match<RunRecord>(record => record.Outcome == RunOutcome.Interrupted && record.Phases[0].Whole.Started > 0);
        await LeavesNothingAsync(k6);
    }

    [DockerFact]
    public async Task An_image_that_is_not_there_is_refused_with_what_to_do()
    {
        using var k6 = new StandInK6(seconds: 4);
        await using var cli = LaunchedCli.StartWith(Environment(), _results, ["run", k6.Script, "--driver", "k6", "--set", "stack.images.k6=loadlab-test/none:1"]);
        await cli.EndAsync();

        cli.ExitCode.Should().Be(104);
        cli.Error.Should().Contain("stack.images.k6: the image 'loadlab-test/none:1' is not on this machine.").And.Contain("docker pull loadlab-test/none:1");
    }

    private static Dictionary<string, string> Environment() => new() { ["DOCKER_HOST"] = DockerFactAttribute.Host! };

    private async Task<LaunchedCli> StartAsync(StandInK6 k6, params string[] more) =>
        LaunchedCli.StartWith(Environment(), _results, ["run", k6.Script, "--driver", "k6", "--set", "stack.images.k6=" + await StandInImage.BuildAsync(k6), .. more]);

    private static async Task LeavesNothingAsync(StandInK6 k6)
    {
        for (var attempt = 0; attempt < 200 && (await StandInImage.LeftAsync()).Count > 0; attempt++)
        {
            await Task.Delay(50);
        }

        (await StandInImage.LeftAsync()).Should().BeEmpty("no k6 may be left");
        await k6.IsGoneAsync();
    }

    private RunRecord Only()
    {
        var store = new RunStore(_results);
        return store.Read(store.List().Should().ContainSingle().Subject).Record;
    }
}
