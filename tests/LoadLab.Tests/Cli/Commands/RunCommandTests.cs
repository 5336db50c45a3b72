using System.Text;
using System.Text.Json;
using LoadLab.Cli.Commands;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Parts;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Running;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly CliHarness _cli = new();
    private RunArguments? _asked;
    private RunOutcome _outcome = StoredSample.Record.Outcome;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Run_hands_on_what_it_was_told()
    {
        await RunAsync("run capacity --set lms.delay=700ms --set a=b=c --label build=12 --seed 7 --stack processes");

        _asked.Should().BeEquivalentTo(new RunArguments
        {
            Suite = "capacity",
            Overrides = [new("lms.delay", "700ms"), new("a", "b=c")],
            Labels = new Dictionary<string, string> { ["build"] = "12" },
            Stack = "processes",
            Seed = 7,
        });
    }

    [Fact]
    public async Task What_has_no_meaning_for_a_single_iteration_is_refused_at_once()
    {
        (await RunAsync("run smoke --once --json --start-at 2026-11-23T10:00:00Z --otlp http://127.0.0.1:4318 --prometheus-listen 9464")).Should().Be(104);

        _cli.Error.Should().Be(
            "error: --json prints a run, and --once makes none. Leave one of them out.\n"
            + "error: --start-at is when a load begins, and --once makes none. Leave one of them out.\n"
            + "error: --otlp, --prometheus-listen: figures of a load are published, and --once makes none. Leave one of them out.\n"
            + "  See: loadlab run --help\n");
        _asked.Should().BeNull();
    }

    [Fact]
    public async Task An_external_address_implies_the_external_stack()
    {
        await RunAsync("run smoke --external-url http://127.0.0.1:8080 --external-redis 127.0.0.1:6379");

        _asked!.Stack.Should().Be("external");
        _asked.Overrides.Should().Equal(
            new KeyValuePair<string, string>("stack.external.baseUrl", "http://127.0.0.1:8080"),
            new KeyValuePair<string, string>("stack.external.redis", "127.0.0.1:6379"));
    }

    [Fact]
    public async Task Run_with_json_prints_exactly_the_stored_document()
    {
        var code = await RunAsync("run smoke --json");

        code.Should().Be((int)StoredSample.Evaluation.ExitCode);
        using var document = JsonDocument.Parse(_cli.Out);
        var runId = document.RootElement.GetProperty("runId").GetString()!;
        _cli.Out.TrimEnd().Should().Be(Encoding.UTF8.GetString(DocumentSeal.Open(File.ReadAllBytes(Path.Combine(_cli.Directory, runId, "run.json")))));
        document.RootElement.GetProperty("decision").GetString().Should().Be("NO-GO");
        document.RootElement.GetProperty("validity").GetProperty("status").GetString().Should().Be("VALID");
        var verdict = document.RootElement.GetProperty("verdicts")[0];
        verdict.GetProperty("verdict").GetString().Should().Be("NOT MEASURED");
        verdict.GetProperty("measured").ValueKind.Should().Be(JsonValueKind.Null);
        verdict.GetProperty("limit").GetDouble().Should().Be(600);
        var phase = document.RootElement.GetProperty("phases")[0];
        phase.GetProperty("model").GetString().Should().Be("open");
        phase.GetProperty("throughputPerSecond").GetDouble().Should().Be(10);
        phase.GetProperty("steps")[0].GetProperty("responseTimeMs").GetProperty("p99_9").GetDouble().Should().BeInRange(5001, 5006.1);
        phase.GetProperty("steps")[0].GetProperty("failures").GetProperty("timeout").GetInt64().Should().Be(1);
        phase.GetProperty("scheduleLagMs").GetProperty("p50").GetDouble().Should().BeInRange(1, 1.001);
    }

    [Fact]
    public async Task Run_without_json_shows_verdicts_and_the_report()
    {
        await RunAsync("run smoke");

        _cli.Out.Should().Be($"verdicts of smoke, {Path.Combine(_cli.Directory, _cli.Store.List()[^1], "report.html")}\n");
    }

    [Fact]
    public async Task An_interrupted_run_ends_with_105()
    {
        _outcome = RunOutcome.Interrupted;

        (await RunAsync("run smoke")).Should().Be(105);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_changes_no_verdict()
    {
        _cli.Reports.Fault = new IOException("no room");

        var code = await RunAsync("run smoke");

        code.Should().Be((int)StoredSample.Evaluation.ExitCode);
        _cli.Error.Should().Contain("could not be written: no room");
    }

    [Theory]
    [InlineData("run smoke --shard 4/4", "--shard 4/4: shards are counted from 0, so those of 4 are 0/4 to 3/4.")]
    [InlineData("run smoke --shard 0/0", "--shard 0/0: a load has 1 to 10000 shards.")]
    [InlineData("run smoke --shard two", "--shard 'two' is not INDEX/N such as 0/2.")]
    [InlineData("run smoke --shard -1/2", "--shard '-1/2' is not INDEX/N such as 0/2.")]
    [InlineData("run smoke --start-at 10:00", "--start-at '10:00' is not a time with its offset such as 2026-11-23T10:00:00Z.")]
    [InlineData("run smoke --start-at 2026-11-23T10:00:00", "--start-at '2026-11-23T10:00:00' is not a time with its offset such as 2026-11-23T10:00:00Z.")]
    public async Task A_shard_that_cannot_be_is_told(string line, string message)
    {
        (await RunAsync(line)).Should().Be(104);

        _cli.Error.Should().Be($"error: {message}\n  See: loadlab run --help\n");
    }

    [Fact]
    public async Task A_shard_and_its_start_are_handed_on()
    {
        await RunAsync("run smoke --shard 1/2 --start-at 2026-11-23T12:00:00.5+02:00");

        _asked!.Shard.Should().Be(new ShardPlan(1, 2));
        _asked.StartAt.Should().Be(new DateTimeOffset(2026, 11, 23, 10, 0, 0, 500, TimeSpan.Zero));
        await RunAsync("run smoke");
        (_asked.Shard, _asked.StartAt).Should().Be((ShardPlan.Whole, null));
    }

    private Task<int> RunAsync(string line)
    {
        var maker = _cli.Maker(
            arguments =>
            {
                _asked = arguments;
                return new PreparedRun(StoredSample.Plan, [], RecordBuilder.Catalogue, _ => StoredSample.Evaluation);
            },
            (store, judge) => new RunnerFakes(_cli.Directory).ToRunner(store, judge, _outcome));
        return _cli.RunAsync(line, RunCommand.Create(_cli.Console, _cli.Folders, maker, _cli.Output, _cli.Once));
    }
}
