using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.Cli;

namespace LoadLab.IntegrationTests.Tracing;

/// <summary><c>--trace-sample</c> on the command line: an ad hoc load, and a k6 script on our engine.</summary>
public sealed class TraceSampleCommandTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-traces-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task An_ad_hoc_load_lists_what_the_server_received_and_shows_it_again()
    {
        await using var server = await TracedServer.StartAsync();

        await using var cli = LaunchedCli.Start(_results, "http", $"{server.Address}?delay=20", "--users", "2", "--iterations", "60", "--trace-sample", "0.5");
        var output = await cli.EndAsync();

        var traces = Traces();
        traces.Sampled.Should().Be(server.ByTraceId.Count).And.BeInRange(1, 59);
        traces.Slowest.Should().NotBeEmpty().And.OnlyContain(trace => server.ByTraceId.Contains(trace.TraceId) && trace.ServiceMs >= 20 - TracedServer.TimerMs && trace.Status == "200");
        output.Should().Contain(traces.Slowest[0].TraceId).And.Contain("the service time of one");

        await using var shown = LaunchedCli.Start(_results, "runs", "show", "latest");
        (await shown.EndAsync()).Should().Contain("The slowest traced requests").And.Contain(traces.Slowest[0].TraceId);
        await using var json = LaunchedCli.Start(_results, "runs", "show", "latest", "--json");
        (await json.EndAsync()).Should().Contain($"\"traceId\": \"{traces.Slowest[0].TraceId}\"").And.Contain("\"traceSample\": 0.5");
        File.ReadAllText(Directory.GetFiles(_results, "report.html", SearchOption.AllDirectories)[0]).Should().Contain(traces.Slowest[0].TraceId);
    }

    [Fact]
    public async Task An_ad_hoc_load_without_the_option_sends_none()
    {
        await using var server = await TracedServer.StartAsync();

        await using var cli = LaunchedCli.Start(_results, "http", server.Address.ToString(), "--users", "2", "--iterations", "20");
        await cli.EndAsync();

        server.Seen.Should().HaveCount(20).And.OnlyContain(seen => seen.TraceParent == null);
        new RunStore(_results).Read(RunStore.Latest).Record.Phases[0].Traces.Should().BeNull();
    }

    [Fact]
    public async Task A_header_that_the_ad_hoc_load_is_given_stays()
    {
        const string Own = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        await using var server = await TracedServer.StartAsync();

        await using var cli = LaunchedCli.Start(_results, "http", server.Address.ToString(), "--users", "1", "--iterations", "5", "-H", "Traceparent: " + Own, "--trace-sample", "1");
        await cli.EndAsync();

        server.Seen.Should().HaveCount(5).And.OnlyContain(seen => seen.TraceParent == Own);
        Traces().Should().Match<PhaseTraces>(traces => traces.Own == 5 && traces.Sampled == 0 && traces.Slowest.All(trace => trace.TraceId == Own.Substring(3, 32)));
    }

    [Fact]
    public async Task A_k6_script_on_our_engine_is_sampled_each_request_with_its_step_even_in_a_batch()
    {
        await using var server = await TracedServer.StartAsync();
        var script = Path.Combine(_results, "script.js");
        await File.WriteAllTextAsync(script, """
            import http from 'k6/http';
            export const options = { vus: 2, iterations: 20 };
            export default function () {
              http.batch([
                ['GET', 'BASE/a', null, { tags: { name: 'a' } }],
                ['GET', 'BASE/b?delay=15', null, { tags: { name: 'b' } }],
              ]);
              http.get('BASE/c', { tags: { name: 'c' } });
            }
            """.Replace("BASE", server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal));

        await using var cli = LaunchedCli.Start(_results, "run", script, "--trace-sample", "1");
        await cli.EndAsync();

        var traces = Traces();
        server.Seen.Should().HaveCount(60);
        traces.Sampled.Should().Be(60).And.Be(server.ByTraceId.Count, cli.Error);
        traces.Slowest.Should().OnlyContain(trace => server.ByTraceId[trace.TraceId].Single().Path == "/" + trace.Step && trace.ServiceMs >= server.ByTraceId[trace.TraceId].Single().DelayMs - TracedServer.TimerMs);
        traces.Slowest.Select(trace => trace.Step).Should().Contain(["a", "b", "c"]);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-0.1")]
    [InlineData("half")]
    public async Task A_share_that_is_none_is_told_before_any_load(string written)
    {
        await using var server = await TracedServer.StartAsync();

        await using var cli = LaunchedCli.Start(_results, "http", server.Address.ToString(), "--iterations", "5", "--trace-sample=" + written);
        await cli.EndAsync();

        cli.ExitCode.Should().Be(104);
        cli.Error.Should().Contain($"--trace-sample '{written}' is not a number from 0 to 1");
        server.Seen.Should().BeEmpty();
    }

    private PhaseTraces Traces() => new RunStore(_results).Read(RunStore.Latest).Record.Phases[0].Traces!;
}
