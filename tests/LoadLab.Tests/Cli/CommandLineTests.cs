using System.Text.Json;
using LoadLab.Cli;
using LoadLab.Core;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Tests.Core.Evaluation.Slos;
using LoadLab.Tests.Core.Running;
using LoadLab.Tests.Core.Store;

namespace LoadLab.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-cli-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private RunArguments? _asked;
    private Exception? _prepareFault;
    private RunRecord _record = StoredSample.Record;

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        _out.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("rnu smoke", "error: Unknown command 'rnu'. Did you mean 'run'? There are: run, gate, http, plan, runs, compare, noise, trend, baseline, report, slo, import, selftest, doctor, setup, completion.\n  See: loadlab --help\n")]
    [InlineData("run smoke --josn", "error: Unknown option '--josn' of 'run'. Did you mean '--json'?\n  See: loadlab run --help\n")]
    [InlineData("run --josn", "error: Unknown option '--josn' of 'run'. Did you mean '--json'?\n  See: loadlab run --help\n")]
    [InlineData("run smoke extra", "error: 'extra' is one argument too many for 'run'.\n  See: loadlab run --help\n")]
    [InlineData("run smoke --set lms.delay", "error: --set 'lms.delay' is not key=value. Write for example --set lms.delay=700ms\n  See: loadlab run --help\n")]
    [InlineData("run smoke --stck x --seed abc", "error: Unknown option '--stck' of 'run'. Did you mean '--stack'?\nerror: --seed 'abc' is not a whole number.\n  See: loadlab run --help\n")]
    [InlineData("runs", "error: 'runs' needs a command. There are: list, show, merge, approve, label, export, rm, schema.\n  See: loadlab runs --help\n")]
    [InlineData("runs lst", "error: Unknown command 'lst'. Did you mean 'list'? There are: list, show, merge, approve, label, export, rm, schema.\n  See: loadlab runs --help\n")]
    [InlineData("slo", "error: 'slo' needs a command. There are: list, show, lint, measures.\n  See: loadlab slo --help\n")]
    [InlineData("slo lnt", "error: Unknown command 'lnt'. Did you mean 'lint'? There are: list, show, lint, measures.\n  See: loadlab slo --help\n")]
    [InlineData("slo list --catalog x", "error: Unknown option '--catalog' of 'list'. Did you mean '--catalogue'?\n  See: loadlab slo list --help\n")]
    public async Task What_cannot_be_understood_is_told_at_once_with_the_nearest_names(string line, string expected)
    {
        var code = await RunAsync(line);

        code.Should().Be(104);
        _error.ToString().ReplaceLineEndings("\n").Should().Be(expected);
        _out.ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("", "Usage:\n  loadlab [command] [options]", "Exit codes:")]
    [InlineData("--help", "Usage:\n  loadlab [command] [options]", "loadlab run capacity --setup")]
    [InlineData("run --help", "Usage:\n  loadlab run <suite> [options]", "loadlab run smoke --set lms.delay=700ms")]
    [InlineData("runs --help", "Usage:\n  loadlab runs [command] [options]", "Examples:\n  loadlab runs list")]
    [InlineData("runs list -h", "Usage:\n  loadlab runs list [options]", "Examples:\n")]
    [InlineData("runs show --help", "Usage:\n  loadlab runs show <run> [options]", "Examples:\n")]
    [InlineData("runs merge --help", "Usage:\n  loadlab runs merge <runs>... [options]", "Examples:\n")]
    [InlineData("run --help", "Usage:\n  loadlab run <suite> [options]", "distribution: constant | uniform | exponential")]
    [InlineData("compare --help", "Usage:\n  loadlab compare <before> [<after>] [options]", "loadlab compare latest~1 latest")]
    [InlineData("compare --help", "Usage:\n  loadlab compare <before> [<after>] [options]", "loadlab compare --interleave smoke --set-b lms.delay=20ms")]
    [InlineData("noise --help", "Usage:\n  loadlab noise [<suite>] [options]", "Examples:\n  loadlab noise smoke")]
    [InlineData("completion --help", "Usage:\n  loadlab completion <shell> [options]", "source <(./loadlab completion bash)")]
    [InlineData("runs approve --help", "Usage:\n  loadlab runs approve <run> [options]", "Examples:\n")]
    [InlineData("gate --help", "Usage:\n  loadlab gate <suite> [options]", "--change infrastructure-change")]
    [InlineData("run --help", "Usage:\n  loadlab run <suite> [options]", "--change emergency-change --approved-by")]
    [InlineData("trend --help", "Usage:\n  loadlab trend <suite> [options]", "Examples:\n  loadlab trend smoke")]
    [InlineData("baseline --help", "Usage:\n  loadlab baseline [command] [options]", "Examples:\n  loadlab baseline set latest")]
    [InlineData("baseline set --help", "Usage:\n  loadlab baseline set <runs>... [options]", "Examples:\n")]
    [InlineData("baseline show --help", "Usage:\n  loadlab baseline show [<suite>] [options]", "Examples:\n")]
    [InlineData("runs label --help", "Usage:\n  loadlab runs label <run> <labels>... [options]", "Examples:\n")]
    [InlineData("runs export --help", "Usage:\n  loadlab runs export <run> [options]", "Examples:\n")]
    [InlineData("runs rm --help", "Usage:\n  loadlab runs rm <runs>... [options]", "Examples:\n")]
    [InlineData("plan --help", "Usage:\n  loadlab plan <suite> [options]", "Examples:\n  loadlab plan capacity")]
    [InlineData("gate --help", "Usage:\n  loadlab gate <suite> [options]", "Examples:\n  loadlab gate smoke --baseline smoke")]
    [InlineData("report --help", "Usage:\n  loadlab report <run> [options]", "Examples:\n")]
    [InlineData("slo --help", "Usage:\n  loadlab slo [command] [options]", "Examples:\n  loadlab slo list")]
    [InlineData("slo list --help", "Usage:\n  loadlab slo list [options]", "Examples:\n")]
    [InlineData("slo show --help", "Usage:\n  loadlab slo show <id> [options]", "Examples:\n")]
    [InlineData("slo lint --help", "Usage:\n  loadlab slo lint [options]", "Examples:\n")]
    [InlineData("http --help", "Usage:\n  loadlab http <target>... [options]", "Examples:\n  loadlab http http://127.0.0.1:8080/")]
    [InlineData("selftest --help", "Usage:\n  loadlab selftest [options]", "Examples:\n  loadlab selftest")]
    [InlineData("doctor --help", "Usage:\n  loadlab doctor [options]", "Examples:\n  loadlab doctor")]
    [InlineData("setup --help", "Usage:\n  loadlab setup [options]", "Examples:\n")]
    public async Task Every_command_has_help_with_an_example(string line, string usage, string example)
    {
        var code = await RunAsync(line);

        code.Should().Be(0);
        _out.ToString().ReplaceLineEndings("\n").Should().Contain(usage).And.Contain(example);
        _error.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task A_fault_with_json_is_one_document_on_stdout_and_text_on_stderr()
    {
        _prepareFault = new LoadLabException(ExitCode.BadConfiguration, ["first", "second"], "do this");

        var code = await RunAsync("run smoke --json");

        code.Should().Be(104);
        using var document = JsonDocument.Parse(_out.ToString());
        var error = document.RootElement.GetProperty("error");
        error.GetProperty("exitCode").GetInt32().Should().Be(104);
        error.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()).Should().Equal("first", "second");
        error.GetProperty("hint").GetString().Should().Be("do this");
        _error.ToString().ReplaceLineEndings("\n").Should().Be("error: first\nerror: second\n  do this\n");
    }

    [Fact]
    public async Task A_fault_of_LoadLab_is_short_and_says_where_the_details_are()
    {
        _prepareFault = new InvalidOperationException("broke");

        var code = await RunAsync("run smoke");

        code.Should().Be(1);
        var lines = _error.ToString().ReplaceLineEndings("\n").Split('\n');
        lines[0].Should().Be("error: LoadLab has a fault of its own. InvalidOperationException: broke");
        var details = lines[1].Trim().Replace("Details: ", "", StringComparison.Ordinal);
        File.ReadAllText(details).Should().Contain("at LoadLab.");
        Directory.Delete(Path.GetDirectoryName(details)!, recursive: true);
    }

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
        using var document = JsonDocument.Parse(_out.ToString());
        var runId = document.RootElement.GetProperty("runId").GetString()!;
        _out.ToString().TrimEnd().Should().Be(File.ReadAllText(Path.Combine(_directory, runId, "run.json")).TrimEnd());
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

        _out.ToString().Should().Be($"verdicts of smoke, {Path.Combine(_directory, LatestId(), "report.html")}\n");
    }

    [Fact]
    public async Task An_interrupted_run_ends_with_105()
    {
        _record = StoredSample.Record with { Outcome = RunOutcome.Interrupted };

        (await RunAsync("run smoke")).Should().Be(105);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_changes_no_verdict()
    {
        var code = await RunAsync("run smoke", parts => parts with { Reports = new ReportFormats { Run = [new MadeUpReport<JudgedRun>(_ => throw new IOException("no room"))] } });

        code.Should().Be((int)StoredSample.Evaluation.ExitCode);
        _error.ToString().Should().Contain("could not be written: no room");
    }

    [Fact]
    public async Task Runs_are_listed_the_newest_first_and_shown_by_name()
    {
        foreach (var id in new[] { "20261123T083000Z-smoke-aaaa", "20261123T090000Z-smoke-bbbb" })
        {
            using var writer = RunStoreTests.Begin(new RunStore(_directory), StoredSample.Record with { RunId = id });
            writer.Complete(StoredSample.Record with { RunId = id }, StoredSample.Evaluation);
        }

        await RunAsync("runs list");
        var list = _out.ToString().ReplaceLineEndings("\n");
        _out.GetStringBuilder().Clear();
        await RunAsync("runs show aaaa --json");

        list.Should().Be(
            """
            RUN                          STARTED (UTC)        OUTCOME      VALIDITY  DECISION
            20261123T090000Z-smoke-bbbb  2026-11-23 08:30:00  completed    VALID     NO-GO
            20261123T083000Z-smoke-aaaa  2026-11-23 08:30:00  completed    VALID     NO-GO

            """.ReplaceLineEndings("\n"));
        JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("runId").GetString().Should().Be("20261123T083000Z-smoke-aaaa");
    }

    [Fact]
    public async Task A_report_of_a_run_that_was_killed_judges_and_completes_it()
    {
        RunStoreTests.Begin(new RunStore(_directory), StoredSample.Record).Dispose();

        var code = await RunAsync("report latest");

        code.Should().Be(0);
        var stored = new RunStore(_directory).Read(RunStore.Latest);
        stored.Record.Outcome.Should().Be(RunOutcome.Incomplete);
        stored.Evaluation.Should().BeEquivalentTo(StoredSample.Evaluation);
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

        _error.ToString().ReplaceLineEndings("\n").Should().Be($"error: {message}\n  See: loadlab run --help\n");
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

    [Fact]
    public async Task Merge_keeps_one_run_judges_it_and_ends_with_its_exit_code()
    {
        var store = new RunStore(_directory);
        foreach (var index in new[] { 0, 1 })
        {
            store.Keep(StoredSample.Record with { RunId = $"shard-{index}", Plan = StoredSample.Plan with { Shard = new ShardPlan(index, 2) } }, StoredSample.Evaluation);
        }

        var code = await RunAsync("runs merge shard-1 shard-0 --json");

        code.Should().Be((int)StoredSample.Evaluation.ExitCode);
        using var document = JsonDocument.Parse(_out.ToString());
        var merged = store.Read(document.RootElement.GetProperty("runId").GetString()!);
        merged.Record.MergedFrom.Select(part => part.RunId).Should().Equal("shard-0", "shard-1");
        merged.Record.Phases[0].Measured.Should().Be(StoredSample.Record.Phases[0].Measured + StoredSample.Record.Phases[0].Measured);
        merged.Evaluation!.ExitCode.Should().Be(StoredSample.Evaluation.ExitCode);
    }

    [Fact]
    public async Task Merge_of_half_a_run_is_refused_and_leaves_nothing()
    {
        new RunStore(_directory).Keep(StoredSample.Record with { RunId = "shard-0", Plan = StoredSample.Plan with { Shard = new ShardPlan(0, 2) } }, null);

        (await RunAsync("runs merge shard-0")).Should().Be(104);

        _error.ToString().Should().Contain("Shard 1/2 is missing.");
        new RunStore(_directory).List().Should().Equal("shard-0");
    }

    private string LatestId() => new RunStore(_directory).List()[^1];

    private Task<int> RunAsync(string line, Func<CliParts, CliParts>? alter = null)
    {
        var fakes = new RunnerFakes(_directory);
        var parts = new CliParts
        {
            Out = _out,
            Error = _error,
            Results = _directory,
            Setup = (_, _) => Task.CompletedTask,
            Prepare = arguments =>
            {
                _asked = arguments;
                return _prepareFault is null ? new PreparedRun(StoredSample.Plan, [], RecordBuilder.Catalogue, _ => StoredSample.Evaluation) : throw _prepareFault;
            },
            Runner = (store, judge) => fakes.ToRunner(store, judge, _record.Outcome),
            HttpRunner = (_, _) => throw new NotSupportedException(),
            Doctor = _ => throw new NotSupportedException(),
            SelfTest = (_, _, _) => throw new NotSupportedException(),
            Catalogue = name => SloCatalogue.Load(name ?? SloCatalogue.PathOf(Path.Combine(RecordBuilder.Root(), "scenarios", "catalogue"), "lms")),
            Judge = (_, _) => StoredSample.Evaluation,
            Observer = () => new RunnerFakes.FakeObserver([]),
            Reports = new ReportFormats { Run = [new MadeUpReport<JudgedRun>(run => run.Record.RunId, "html")] },
            ShowVerdicts = (record, _, report) => _out.Write($"verdicts of {record.Plan.Suite}, {report}\n"),
            Kill = () => { },
            Exit = _ => { },
        };
        return CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), alter is null ? parts : alter(parts));
    }
}
