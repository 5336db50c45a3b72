using System.Text.Json;
using LoadLab.IntegrationTests.Engine;

namespace LoadLab.IntegrationTests.Cli;

/// <summary>A scenario that breaks its promise not to block, as a real process: whether completions run inline is the process's own setting.</summary>
public sealed class BlockingScenarioTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-blocks-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Theory]
    [InlineData("blocks", "'blocks', outside of its steps")]
    [InlineData("sleeps", "step 'think' of 'sleeps'")]
    public async Task Run_is_invalid_and_names_what_blocks(string scenario, string where)
    {
        await using var server = await StubServer.StartAsync();
        var suite = Path.Combine(_results, "blocks.yaml");
        await File.WriteAllTextAsync(suite, $$"""
            suite: blocks
            description: a scenario that breaks its promise
            scenarios: {{Built.Dll("tests", "LoadLab.TestProcesses")}}
            catalogue: lms
            slos: [api-response-p95]
            seed: 1
            stack: {kind: external}
            phases:
              - name: load
                model: closed
                users: 20
                ramp: 1s
                hold: 4s
                scenarios: { {{scenario}}: 1}
            """);

        await using var cli = LaunchedCli.Start(_results, "run", suite, "--external-url", server.Address.ToString(), "--json");
        var output = await cli.EndAsync();

        cli.ExitCode.Should().Be(97, cli.Error);
        using var document = JsonDocument.Parse(output);
        var invalid = document.RootElement.GetProperty("validity").GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("severity").GetString() == "invalid")
            .ToDictionary(finding => finding.GetProperty("check").GetString()!, finding => finding.GetProperty("seen").GetString());
        invalid.Should().ContainKey("canary").And.ContainKey("blocked-threads");
        invalid["blocked-threads"].Should().StartWith("the scenario blocks threads in " + where, "that is where its threads are");
        invalid.Should().NotContainKey("generator-paused", "nobody stopped it: {0}", string.Join("; ", invalid.Values));
        document.RootElement.GetProperty("verdicts").EnumerateArray().Should().NotContain(verdict => verdict.GetProperty("verdict").GetString() == "PASS");
    }
}
