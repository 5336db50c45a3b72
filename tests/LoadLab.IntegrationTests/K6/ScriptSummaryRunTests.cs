using System.Text.Json;
using LoadLab.IntegrationTests.Engine;
using LoadLab.K6;
using LoadLab.K6.Loads;
using LoadLab.K6.Summaries;

namespace LoadLab.IntegrationTests.K6;

/// <summary>What a script writes at its end, and the options that leave parts of it out.</summary>
public sealed class ScriptSummaryRunTests
{
    [Fact]
    public async Task HandleSummary_writes_to_the_terminal_and_to_files_of_its_folder_and_nowhere_else()
    {
        await using var server = await StubServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("loadlab-summary-");
        var outside = Path.Combine(Path.GetTempPath(), $"outside-{Path.GetFileName(folder.FullName)}.txt");

        var run = await ScriptHarness.RunAsync(server, $$"""
            import http from 'k6/http';
            export const options = { iterations: 3, thresholds: { http_reqs: ['count==3'] } };
            export const setup = () => ({ token: 7 });
            export default () => http.get('BASE/');
            export const handleSummary = (data) => ({ stdout: 'requests ' + data.metrics.http_reqs.values.count + ' ' + data.metrics.http_reqs.thresholds['count==3'].ok + ' ' + data.setup_data.token,
              'summary.json': JSON.stringify(data), '{{outside}}': 'never', 'object.txt': {} });
            """, new K6Arguments { Summary = new SummaryTargets { Folder = folder.FullName, Export = Path.Combine(folder.FullName, "legacy.json") } });

        run.SummaryText.Should().Be("requests 3 true 7");
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "summary.json")));
        written.RootElement.GetProperty("metrics").GetProperty("iterations").GetProperty("values").GetProperty("count").GetDouble().Should().Be(3);
        using var legacy = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "legacy.json")));
        legacy.RootElement.GetProperty("metrics").GetProperty("http_reqs").GetProperty("thresholds").GetProperty("count==3").GetBoolean().Should().BeFalse("there true is crossed");
        File.Exists(outside).Should().BeFalse();
        run.Messages.Should().Contain(message => message.Contains($"'{outside}' lies outside of")).And.Contain(message => message.Contains("'object.txt' is no text"));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_handleSummary_that_throws_is_told_and_the_run_stays_what_it_is()
    {
        await using var server = await StubServer.StartAsync();

        var run = await ScriptHarness.RunAsync(server, "export default () => {}; export const handleSummary = () => { null.x; };");

        run.Metric("iterations").Values["count"].Should().Be(1);
        run.Messages.Should().Contain(message => message.StartsWith("handleSummary() failed: TypeError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tags_of_the_command_line_are_on_every_sample_and_setup_teardown_and_thresholds_can_be_left_out()
    {
        await using var server = await StubServer.StartAsync();
        var script = """
            import http from 'k6/http';
            export const options = { iterations: 2, thresholds: { 'http_reqs{kind:nightly}': ['count==2'] } };
            export const setup = () => console.log('set up'); export const teardown = () => console.log('torn down');
            export default () => http.get('BASE/');
            """;

        var tagged = await ScriptHarness.RunAsync(server, script, new K6Arguments { Load = new LoadOverrides { Tags = new Dictionary<string, string> { ["kind"] = "nightly" } } });
        var bare = await ScriptHarness.RunAsync(server, script, new K6Arguments { Load = new LoadOverrides { NoSetup = true, NoTeardown = true, NoThresholds = true } });

        tagged.Outcomes.Values.Should().Equal(true);
        tagged.Messages.Should().Contain("script info: set up").And.Contain("script info: torn down");
        bare.Thresholds.Should().BeEmpty();
        bare.Messages.Should().NotContain(message => message.StartsWith("script", StringComparison.Ordinal));
    }
}
