using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.Cli;
using LoadLab.IntegrationTests.Engine;

namespace LoadLab.IntegrationTests.K6.Driving;

/// <summary>What a k6 does that it should not, and rules that end its load: what was measured is kept, nothing of it passes in silence, and no k6 is left.</summary>
public sealed class DriverFaultTests : IDisposable
{
    private const string NoFile = "\"method\":\"GET\",\"name\":\"http://stand-in/\",\"url\":\"http://stand-in/\",\"status\":\"0\",\"error_code\":\"1213\",\"error\":\"dial: unknown errno 24 on linux with message `too many open files`\",\"expected_response\":\"false\"";
    private const string Failed = "\"method\":\"GET\",\"name\":\"http://stand-in/\",\"url\":\"http://stand-in/\",\"status\":\"503\",\"error_code\":\"1503\",\"expected_response\":\"false\"";

    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-driver-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task A_k6_that_ends_early_with_exit_code_0_has_not_made_the_plans_load()
    {
        var (record, exitCode, error) = await RunAsync(seconds: 20, act: "[ $offset -lt 2000 ] || exit 0");

        exitCode.Should().Be(97, error);
        record.Outcome.Should().Be(RunOutcome.Incomplete);
        record.OutcomeReason.Should().MatchRegex("^k6 ended with exit code 0, 1[0-9](\\.[0-9])? s before its plan did$");
        record.Phases[0].Whole.Started.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task Garbage_among_its_points_and_a_line_without_an_end_are_no_figures()
    {
        var (record, exitCode, error) = await RunAsync(seconds: 4, act: """
            [ $number -ne 10 ] || { echo '{"metric":"http_req_duration","type":"Point","data":{"time":"x"' >&8; head -c 40000000 /dev/zero | tr '\0' x >&2; echo >&2; head -c 20000000 /dev/zero | tr '\0' y >&8; echo >&8; }
            """);

        exitCode.Should().Be(97, error);
        var finding = record.Findings.Should().ContainSingle(one => one.Check == "k6-lines").Subject;
        finding.Severity.Should().Be(FindingSeverity.Invalid);
        finding.Seen.Should().StartWith("2 of ").And.Contain("longer than 16 MB");
        record.Phases[0].Whole.Should().Match<Counts>(counts => counts.AddUp && counts.Ok > 10, "what came after the tenth iteration, and its garbage, counts");
    }

    [Fact]
    public async Task Nothing_but_garbage_is_no_run_and_is_told_in_its_own_words()
    {
        using var k6 = new StandInK6(seconds: 5, act: "echo 'Segmentation fault' >&8; echo 'panic: runtime error: index out of range' >&2; exit 2");
        await using var cli = LaunchedCli.StartWith(k6.Environment, _results, ["run", k6.Script, "--driver", "k6"]);
        await cli.EndAsync();

        cli.ExitCode.Should().Be(104, cli.Error);
        cli.Error.Should().Contain("k6 ended with exit code 2 before any iteration began: panic: runtime error: index out of range; lines of its points that could not be read: 1 (line ");
        await k6.IsGoneAsync();
    }

    [Fact]
    public async Task Requests_without_a_file_are_the_generators_fault_and_not_the_targets()
    {
        var (record, exitCode, error) = await RunAsync(seconds: 4, act: $"[ $((number % 4)) -ne 0 ] || request='{NoFile}'; [ $((number % 4)) -ne 1 ] || request=$good; good=${{good:-$request}}");

        exitCode.Should().Be(97, error);
        record.Phases[0].Connections.WithoutFile.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task A_k6_that_stood_still_is_no_target_that_did()
    {
        var (record, exitCode, error) = await RunAsync(seconds: 8, act: "[ $number -ne 60 ] || sleep 4");

        exitCode.Should().Be(97, error);
        record.Findings.Should().Contain(one => one.Check == "k6-stood-still" && one.Severity == FindingSeverity.Invalid);
    }

    [Fact]
    public async Task A_threshold_with_abortOnFail_stops_the_run_and_keeps_what_was_measured()
    {
        const string words = """{"level":"error","msg":"thresholds on metrics '\''http_req_failed'\'' were crossed; at least one has abortOnFail enabled, stopping test prematurely"}""";
        var (record, _, _) = await RunAsync(seconds: 60, act: $"request='{Failed}'; [ $offset -lt 3000 ] || {{ echo '{words}' >&2; exit 99; }}", threshold: """{"threshold":"rate<0.1","abortOnFail":true}""");

        record.Outcome.Should().Be(RunOutcome.Stopped, record.OutcomeReason);
        record.Stop!.Slo.Should().Be("http_req_failed rate<0.1");
        record.Phases[0].Whole.Started.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task Ctrl_C_does_not_wait_long_for_a_k6_that_obeys_nothing()
    {
        using var k6 = new StandInK6(seconds: 120, onStop: "");
        await using var cli = LaunchedCli.StartWith(k6.Environment, _results, ["run", k6.Script, "--driver", "k6"]);
        await cli.SaysAsync("the stand-in has begun");
        await StoredLoad.HasBegunAsync(_results);

        cli.Signal("INT");
        await cli.SaysAsync("Waiting for k6 to end, 10 s at most.");
        await cli.EndAsync();

        cli.ExitCode.Should().Be(105, cli.Error);
        Only().Should().Match<RunRecord>(record => record.Outcome == RunOutcome.Interrupted && record.Phases[0].Whole.Started > 0);
        await k6.IsGoneAsync();
    }

    [Theory]
    [InlineData("abort: [{slo: shop-errors, for: 2s}]", "shop-errors")]
    [InlineData("stop: {errorRatio: 50%, over: 2s, minSamples: 20}", "")]
    public async Task A_rule_of_the_suite_asks_it_to_stop_and_the_run_says_which(string rule, string slo)
    {
        await using var server = await StubServer.StartAsync(context => Task.CompletedTask);
        using var k6 = new StandInK6(seconds: 60, act: $"[ $offset -lt 3000 ] || {{ request='{Failed}'; tags='\"scenario\":\"steady\",\"loadlab\":\"0mf\"'; }}");
        await File.WriteAllTextAsync(Path.Combine(k6.Folder, "slo.yaml"), """
            version: 1
            catalogue: shop
            services: {shop: {steps: ["*"]}}
            slos:
              - {id: shop-errors, title: Errors, source: 1/1, kind: error-ratio, tier: slo, service: shop, objective: {lt: 50%}}
            """);
        var suite = Path.Combine(k6.Folder, "steady.yaml");
        await File.WriteAllTextAsync(suite, $$$"""
            suite: steady
            scenarios: steady.js
            catalogue: slo.yaml
            driver: k6
            {{{rule}}}
            phases:
              - {name: steady, model: open, rate: 20/s, hold: 60s, scenarios: {default: 1}}
            """);
        await using var cli = LaunchedCli.StartWith(k6.Environment, _results, ["run", suite, "--external-url", server.Address.ToString()]);
        await cli.EndAsync();

        var record = Only();
        record.Outcome.Should().Be(RunOutcome.Stopped, record.OutcomeReason + cli.Error);
        record.Stop!.Slo.Should().Be(slo);
        k6.Left("stopped").Should().NotBeEmpty("it was asked and not killed");
        record.Phases[0].Whole.Should().Match<Counts>(counts => counts.AddUp && counts.Started > 60);
        await k6.IsGoneAsync();
    }

    private async Task<(RunRecord Record, int ExitCode, string Error)> RunAsync(int seconds, string act, string threshold = "\"rate<0.5\"")
    {
        using var k6 = new StandInK6(seconds, act: act, threshold: threshold);
        await using var cli = LaunchedCli.StartWith(k6.Environment, _results, ["run", k6.Script, "--driver", "k6"]);
        await cli.EndAsync();
        await k6.IsGoneAsync();
        return (Only(), cli.ExitCode, cli.Error);
    }

    private RunRecord Only()
    {
        var store = new RunStore(_results);
        return store.Read(store.List().Should().ContainSingle().Subject).Record;
    }
}
