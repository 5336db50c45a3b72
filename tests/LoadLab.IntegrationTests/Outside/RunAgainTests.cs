using System.Text.Json.Nodes;
using LoadLab.IntegrationTests.Engine;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>What a report says under "Run it again", done: the lines go into a shell, from another directory, and the plan must be the same.</summary>
public sealed class RunAgainTests
{
    private const string Suite = """
        suite: again
        scenarios: scenarios/LoadLab.TestProcesses.dll
        catalogue: ../limits.yaml
        seed: 7
        stack: {kind: external, external: {baseUrl: "http://127.0.0.1:1/"}}
        settings: {path: "/", file: users.csv}
        phases:
          - {name: steady, model: open, rate: 10/s, hold: 1s, scenarios: {tells: 1}}
        """;

    private const string Catalogue = """
        version: 1
        catalogue: limits
        services: {api: {title: API, steps: ["*"]}}
        slos:
          - {id: errors, title: Errors, kind: error-ratio, tier: slo, source: "1/1", service: api, objective: {lt: "${LIMIT}"}}
        """;

    [Fact]
    public async Task A_run_of_a_suite_elsewhere_is_made_again_from_another_directory()
    {
        await using var server = await StubServer.StartAsync();
        using var cli = new OutsideCli("o'brien's $HOME");
        cli.Write("limits.yaml", Catalogue);
        cli.Write("load/my suite.yaml", Suite);
        cli.Write("load/users.csv", "beside");
        cli.Write(".env", "LIMIT=1%\nTOKEN='s3cr3t \"token\"'\n");
        cli.LinkScenarios("load/scenarios");

        var first = await cli.RunAsync(
            "run", "load/my suite.yaml", "--env-file", ".env", "--external-url", server.Address.ToString(), "--set", "settings.path=/a?b='c d'&e=$HOME\"`", "--set", "settings.token=${TOKEN}",
            "--set", "settings.note=two\nlines", "--label", "build=it's 7", "--shard", "0/2", "--seed", "9");

        first.Error.Should().NotContain("error:");
        var results = Path.Combine(cli.Home, "load", "results");
        var run = Directory.EnumerateDirectories(results, "2*").Single();
        var again = await cli.ShellAsync("cd / && " + Lines(run, "report.md"));

        again.Code.Should().BeOneOf([0, 96, 97], again.Error);
        var second = Directory.EnumerateDirectories(results, "2*").Single(one => one != run);
        Plan(second).Should().Be(Plan(run));
        Plan(run).Should().Contain("${TOKEN}").And.Contain("\"shard\"");
        cli.Printed.Should().NotContain("s3cr3t");
        Lines(run, "report.md").Should().NotContain("not stored").And.NotContain("#");
    }

    [Fact]
    public async Task An_ad_hoc_load_is_made_again_and_says_what_to_add_where_something_was_not_stored()
    {
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var server = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers["X-Key"]} {context.Request.ContentType} {await reader.ReadToEndAsync()}");
        });
        using var cli = new OutsideCli();

        var first = await cli.RunAsync(
            "http", "PUT", server.Address + "a%20b?page=it's", "--rate", "10", "--duration", "1s", "--warm-up", "0s", "-H", "X-Key: s3cr3t key", "-H", "Content-Type: text/x y", "--body", "s3cr3t body",
            "--label", "build=it's 7", "--out", "kept here", "--percentiles", "50,99");

        first.Error.Should().NotContain("error:");
        var sent = seen.Distinct().Single();
        var results = Path.Combine(cli.Home, "kept here");
        var run = Directory.EnumerateDirectories(results, "2*").Single();
        var lines = Lines(run, "report.md");
        lines.Split('\n').Where(line => line.StartsWith('#')).Select(line => line[(line.LastIndexOf(' ') + 1)..]).Should().Equal("LOADLAB_QUERY", "LOADLAB_HEADER_X_KEY", "LOADLAB_BODY");
        var refused = await cli.ShellAsync(lines);
        refused.Code.Should().Be(104);
        refused.Error.Should().Contain("--body: the variable LOADLAB_BODY is not set.").And.Contain("--header 'X-Key': the variable LOADLAB_HEADER_X_KEY is not set.");

        cli.Variables["LOADLAB_QUERY"] = "page=it's";
        cli.Variables["LOADLAB_HEADER_X_KEY"] = "s3cr3t key";
        cli.Variables["LOADLAB_BODY"] = "s3cr3t body";
        var again = await cli.ShellAsync("cd / && " + lines.Split('\n')[^1]);

        again.Code.Should().BeOneOf([0, 97], again.Error);
        seen.Distinct().Should().Equal(sent);
        var second = Directory.EnumerateDirectories(results, "2*").Single(one => one != run);
        Plan(second).Should().Be(Plan(run));
    }

    private static string Lines(string run, string file)
    {
        var text = File.ReadAllText(Path.Combine(run, file));
        text = text[(text.IndexOf("## Run it again", StringComparison.Ordinal) + 1)..];
        text = text[(text.IndexOf("```sh\n", StringComparison.Ordinal) + 6)..];
        return text[..text.IndexOf("\n```", StringComparison.Ordinal)];
    }

    /// <summary>The plan of a run, without how it was asked for.</summary>
    private static string Plan(string run)
    {
        var plan = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["plan"]!.AsObject();
        plan.Remove("invocation");
        return plan.ToJsonString();
    }
}
