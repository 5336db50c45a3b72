using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.Outside;
using Microsoft.AspNetCore.Http;

namespace LoadLab.IntegrationTests.Cli;

/// <summary><c>run --once</c> outside the checkout, with scenarios of an assembly and with a k6 script, on a server that behaves and misbehaves.</summary>
public sealed class OnceCommandTests : IDisposable
{
    private const string Suite = """
        suite: once
        scenarios: scenarios/LoadLab.TestProcesses.dll
        catalogue: limits.yaml
        seed: 7
        stack: {kind: external, external: {baseUrl: "${TARGET}"}}
        settings: {path: "/a?token=mArK&b=1"}
        phases:
          - {name: steady, model: open, rate: 100/s, hold: 10m, scenarios: {get: 1, login: 1}}
        """;

    private const string Catalogue = """
        version: 1
        catalogue: limits
        services: {api: {title: API, steps: ["*"]}}
        slos:
          - {id: errors, title: Errors, kind: error-ratio, tier: slo, source: "1/1", service: api, objective: {lt: 1%}}
        """;

    private const string Script = """
        import http from 'k6/http';
        import { check } from 'k6';
        export const options = { vus: 20, duration: '10m', thresholds: { http_req_failed: ['rate<0.01'] } };
        export default function () {
          const res = http.post(`${__ENV.BASE_URL}/order`, JSON.stringify({ password: 'mArK', item: 1 }), { headers: { Authorization: 'Bearer mArK', 'Content-Type': 'application/json' } });
          check(res, { 'is ok': (r) => r.status === 200, 'is quick': (r) => r.timings.duration < 60000 });
        }
        """;

    private readonly OutsideCli _cli = new();
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _paths = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Each_scenario_runs_once_and_every_request_is_shown_without_secrets()
    {
        await using var server = await StartAsync(200);
        Write(server);

        var (code, output, error) = await _cli.RunAsync("run", "suite.yaml", "--once", "--trace", "--env-file", ".env");

        code.Should().Be(0, output + error);
        _paths.Where(path => path is "/a" or "/parse/login").Should().BeEquivalentTo(["/a", "/parse/login"], "each scenario has one iteration");
        output.Should().Contain($"    > GET {server.Address}a?token=(hidden)&b=1 HTTP/1.1\n").And.Contain("    < HTTP/1.1 200 OK\n").And.Contain("    < Set-Cookie: sid=(hidden, 4 characters); Path=/\n")
            .And.Contain("\"token\":\"(hidden)\"").And.Contain("    * new connection to 127.0.0.1:").And.MatchRegex(@"\* [\d.]+ ms \((waiting for a connection [\d.]+, )?connect [\d.]+, send [\d.]+, first byte [\d.]+, body [\d.]+\)")
            .And.Contain("2 of 2 iterations ended well. Nothing was judged, and no run was kept.").And.NotContain("mArK");
        Directory.Exists(Path.Combine(_cli.Home, "results")).Should().BeFalse();
    }

    [Fact]
    public async Task A_failure_ends_with_99_and_says_what_failed()
    {
        await using var server = await StartAsync(503);
        Write(server);

        var (code, output, error) = await _cli.RunAsync("run", "suite.yaml", "--once", "--env-file", ".env");

        code.Should().Be(99, output + error);
        output.Should().MatchRegex(@"    GET http://127\.0\.0\.1:\d+/a\?token=\(hidden\)&b=1 -> 503, \d+ bytes, [\d.]+ ms \(.*connect").And.Contain("FAILED: status 503").And.Contain("0 of 2 iterations ended well.");
    }

    [Fact]
    public async Task A_script_of_k6_runs_once_with_its_checks()
    {
        await using var server = await StartAsync(200);
        _cli.Write("script.js", Script);

        var (code, output, error) = await _cli.RunAsync("run", "script.js", "--once", "--trace", "--env", $"BASE_URL={server.Address.ToString().TrimEnd('/')}");

        code.Should().Be(0, output + error);
        server.Arrivals.Should().ContainSingle();
        output.Should().Contain("> Authorization: Bearer (hidden, 4 characters)\n").And.Contain("    > {\"password\":\"(hidden)\",\"item\":1}\n").And.Contain("check holds: is ok (1 of 1)").And.NotContain("mArK");

        server.Handle = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        (code, output, error) = await _cli.RunAsync("run", "script.js", "--once", "--env", $"BASE_URL={server.Address.ToString().TrimEnd('/')}");

        code.Should().Be(99, output + error);
        output.Should().Contain("-> reset: ").And.Contain("check FAILED: is ok (0 of 1)");
    }

    [Fact]
    public async Task What_has_no_meaning_there_is_refused_at_once()
    {
        await using var server = await StartAsync(200);
        Write(server);

        (await _cli.RunAsync("run", "suite.yaml", "--once", "--json", "--shard", "0/2", "--env-file", ".env")).Code.Should().Be(104);
        (await _cli.RunAsync("run", "suite.yaml", "--trace", "--env-file", ".env")).Should().Match<(int Code, string Out, string Error)>(ran => ran.Code == 104 && ran.Error.Contains("needs --once"));
        server.Arrivals.Should().BeEmpty();
    }

    [Fact]
    public async Task A_secret_that_is_missing_is_told_before_anything_is_started()
    {
        await using var server = await StartAsync(200);
        Write(server);
        _cli.Write("suite.yaml", Suite.Replace("get: 1", "confides: 1", StringComparison.Ordinal));

        foreach (var line in new[] { "run suite.yaml --env-file .env", "run suite.yaml --once --env-file .env" })
        {
            var (code, _, error) = await _cli.RunAsync(line.Split(' '));
            code.Should().Be(104);
            error.Should().Contain("Scenario 'confides': the secret 'api-token' is not there. Set API_TOKEN in the environment");
        }

        server.Arrivals.Should().BeEmpty();
    }

    private Task<StubServer> StartAsync(int status) => StubServer.StartAsync(async context =>
    {
        _paths.Enqueue(context.Request.Path.Value ?? "");
        context.Response.StatusCode = status;
        context.Response.Headers.SetCookie = "sid=mArK; Path=/";
        await context.Response.WriteAsync("{\"token\":\"mArK\",\"n\":1}");
    });

    private void Write(StubServer server)
    {
        _cli.LinkScenarios("scenarios");
        _cli.Write("limits.yaml", Catalogue);
        _cli.Write("suite.yaml", Suite);
        _cli.Write(".env", $"TARGET={server.Address}\n");
    }
}
