using System.Text.Json;
using LoadLab.Cli;
using LoadLab.Cli.Commands;
using LoadLab.Core;
using LoadLab.Tests.Core.Evaluation.Slos;

namespace LoadLab.Tests.Cli;

/// <summary>All commands together: what is not understood, the help, and how faults are told.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly CliHarness _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("rnu smoke", "error: Unknown command 'rnu'. Did you mean 'run'? There are: run, watch, gate, http, capacity, plan, plan-capacity, runs, compare, crosscheck, noise, trend, baseline, report, slo, heal, import, export, selftest, doctor, setup, new, completion.\n  See: loadlab --help\n")]
    [InlineData("run smoke --josn", "error: Unknown option '--josn' of 'run'. Did you mean '--json'?\n  See: loadlab run --help\n")]
    [InlineData("run smoke --envfile .env", "error: Unknown option '--envfile' of 'run'. Did you mean '--env-file' or '--env'?\n  See: loadlab run --help\n")]
    [InlineData("run --josn", "error: Unknown option '--josn' of 'run'. Did you mean '--json'?\n  See: loadlab run --help\n")]
    [InlineData("run smoke extra", "error: 'extra' is one argument too many for 'run'.\n  See: loadlab run --help\n")]
    [InlineData("run smoke --set lms.delay", "error: --set 'lms.delay' is not key=value. Write for example --set lms.delay=700ms\n  See: loadlab run --help\n")]
    [InlineData("run smoke --stck x --seed abc", "error: Unknown option '--stck' of 'run'. Did you mean '--stack'?\nerror: --seed 'abc' is not a whole number.\n  See: loadlab run --help\n")]
    [InlineData("run s.js --vus abc", "error: --vus 'abc' is not a whole number from 1 to 1,000,000.\n  See: loadlab run --help\n")]
    [InlineData("run s.js -i 0 --rps nan", "error: -i '0' is not a whole number from 1 on.\nerror: --rps 'nan' is not a number above 0.\n  See: loadlab run --help\n")]
    [InlineData("trend smoke --last ten", "error: --last 'ten' is not a whole number from 2 on.\n  See: loadlab trend --help\n")]
    [InlineData("baseline set latest -n 1.5", "error: -n '1.5' is not a whole number from 1 to 1,000.\n  See: loadlab baseline set --help\n")]
    [InlineData("capacity smoke --from fifty", "error: --from 'fifty' is not a load such as 50, 50/s or '50 users'.\n  See: loadlab capacity --help\n")]
    [InlineData("plan smoke --margin 2%", "error: --margin is the smallest shift from a baseline that matters, and there is no --baseline. Give one, or leave --margin out.\n  Nothing was started.\n")]
    [InlineData("capacity smoke --margin 2%", "error: --margin is the smallest shift from a baseline that matters, and there is no --baseline. Give one, or leave --margin out.\n  Nothing was started.\n")]
    [InlineData("runs", "error: 'runs' needs a command. There are: list, show, merge, approve, label, export, rm, schema.\n  See: loadlab runs --help\n")]
    [InlineData("runs lst", "error: Unknown command 'lst'. Did you mean 'list'? There are: list, show, merge, approve, label, export, rm, schema.\n  See: loadlab runs --help\n")]
    [InlineData("slo", "error: 'slo' needs a command. There are: list, show, lint, measures, status, export, import.\n  See: loadlab slo --help\n")]
    [InlineData("slo lnt", "error: Unknown command 'lnt'. Did you mean 'lint'? There are: list, show, lint, measures, status, export, import.\n  See: loadlab slo --help\n")]
    [InlineData("slo list --catalog x", "error: Unknown option '--catalog' of 'list'. Did you mean '--catalogue'?\n  See: loadlab slo list --help\n")]
    public async Task What_cannot_be_understood_is_told_at_once_with_the_nearest_names(string line, string expected)
    {
        var code = await CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), _cli.Console, new Composition(RecordBuilder.Root()).Commands(_cli.Console));

        code.Should().Be(104);
        _cli.Error.Should().Be(expected);
        _cli.Out.Should().BeEmpty();
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
    [InlineData("crosscheck --help", "Usage:\n  loadlab crosscheck <suite> [options]", "Examples:\n  loadlab crosscheck capacity-k6")]
    [InlineData("noise --help", "Usage:\n  loadlab noise [<suite>] [options]", "Examples:\n  loadlab noise smoke")]
    [InlineData("completion --help", "Usage:\n  loadlab completion <shell> [options]", "source <(loadlab completion bash)")]
    [InlineData("new --help", "Usage:\n  loadlab new [<project>] [options]\n  loadlab new [command] [options]", "loadlab new shop --openapi http://127.0.0.1:8080/openapi/v1.json")]
    [InlineData("new example --help", "Usage:\n  loadlab new example <name> [options]", "loadlab new example lms")]
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
    [InlineData("plan-capacity --help", "Usage:\n  loadlab plan-capacity [<run>] [options]", "Examples:\n  loadlab plan-capacity latest")]
    [InlineData("gate --help", "Usage:\n  loadlab gate <suite> [options]", "Examples:\n  loadlab gate smoke --baseline smoke")]
    [InlineData("report --help", "Usage:\n  loadlab report <run> [options]", "Examples:\n")]
    [InlineData("slo --help", "Usage:\n  loadlab slo [command] [options]", "Examples:\n  loadlab slo list")]
    [InlineData("slo list --help", "Usage:\n  loadlab slo list [options]", "Examples:\n")]
    [InlineData("slo show --help", "Usage:\n  loadlab slo show <id> [options]", "Examples:\n")]
    [InlineData("slo lint --help", "Usage:\n  loadlab slo lint [options]", "Examples:\n")]
    [InlineData("http --help", "Usage:\n  loadlab http [<target>...] [options]", "Examples:\n  loadlab http http://127.0.0.1:8080/")]
    [InlineData("selftest --help", "Usage:\n  loadlab selftest [options]", "Examples:\n  loadlab selftest")]
    [InlineData("doctor --help", "Usage:\n  loadlab doctor [options]", "Examples:\n  loadlab doctor")]
    [InlineData("setup --help", "Usage:\n  loadlab setup [options]", "Examples:\n")]
    public async Task Every_command_has_help_with_an_example(string line, string usage, string example)
    {
        var code = await CommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), _cli.Console, new Composition(RecordBuilder.Root()).Commands(_cli.Console));

        code.Should().Be(0);
        _cli.Out.Should().Contain(usage).And.Contain(example);
        _cli.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task A_fault_with_json_is_one_document_on_stdout_and_text_on_stderr()
    {
        var fault = new LoadLabException(ExitCode.BadConfiguration, ["first", "second"], "do this");

        var code = await RunAsync("run smoke --json", fault);

        code.Should().Be(104);
        using var document = JsonDocument.Parse(_cli.Out);
        var error = document.RootElement.GetProperty("error");
        error.GetProperty("exitCode").GetInt32().Should().Be(104);
        error.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()).Should().Equal("first", "second");
        error.GetProperty("hint").GetString().Should().Be("do this");
        _cli.Error.Should().Be("error: first\nerror: second\n  do this\n");
    }

    [Fact]
    public async Task A_fault_of_LoadLab_is_short_and_says_where_the_details_are()
    {
        var fault = new InvalidOperationException("broke");

        var code = await RunAsync("run smoke", fault);

        code.Should().Be(1);
        var lines = _cli.Error.Split('\n');
        lines[0].Should().Be("error: LoadLab has a fault of its own. InvalidOperationException: broke");
        var details = lines[1].Trim().Replace("Details: ", "", StringComparison.Ordinal);
        File.ReadAllText(details).Should().Contain("at LoadLab.");
        Directory.Delete(Path.GetDirectoryName(details)!, recursive: true);
    }

    private Task<int> RunAsync(string line, Exception fault) =>
        _cli.RunAsync(line, RunCommand.Create(_cli.Console, _cli.Folders, _cli.NoRuns(_ => throw fault), _cli.Output, _cli.Once));
}
