using System.Diagnostics;
using LoadLab.Core.Runs;
using LoadLab.Engine.Scenarios;
using LoadLab.IntegrationTests.Engine;
using LoadLab.Scaffolding;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Sdk;

namespace LoadLab.IntegrationTests.Scaffolding;

/// <summary>Projects made of a recording, a collection and a command line, built and run against a server that writes down every request.</summary>
public sealed class ImportedJourneyTests : IDisposable
{
    private const string Har = """
        {"log": {"version": "1.2", "creator": {"name": "browser", "version": "1"}, "entries": [
          {"startedDateTime": "2026-01-31T12:00:00.000Z", "time": 100,
           "request": {"method": "GET", "url": "https://shop.example/", "headers": [{"name": "Accept", "value": "text/html"}, {"name": "User-Agent", "value": "x"}]},
           "response": {"headers": [{"name": "set-cookie", "value": "sid=recorded-cookie-1; Path=/"}], "content": {"mimeType": "text/html", "text": "<input type=\"hidden\" name=\"csrf\" value=\"recorded-csrf-1\">"}}},
          {"startedDateTime": "2026-01-31T12:00:00.100Z", "time": 5, "request": {"method": "GET", "url": "https://cdn.example/app.js", "headers": []}, "response": {"headers": [], "content": {"mimeType": "application/javascript"}}},
          {"startedDateTime": "2026-01-31T12:00:00.900Z", "time": 5,
           "request": {"method": "POST", "url": "https://shop.example/api/login", "headers": [{"name": "Cookie", "value": "sid=recorded-cookie-1"}],
             "postData": {"mimeType": "application/x-www-form-urlencoded", "text": "user=ann+b&password=recorded-secret&csrf=recorded-csrf-1"}},
           "response": {"headers": [], "content": {"mimeType": "application/json", "text": "{\"token\": \"recorded-token-1\", \"user\": {\"id\": 4711}}"}}},
          {"startedDateTime": "2026-01-31T12:00:01.000Z", "time": 5,
           "request": {"method": "GET", "url": "https://shop.example/api/users/4711/orders?page=1&q=caf%C3%A9", "headers": [{"name": "Authorization", "value": "Bearer recorded-token-1"}]},
           "response": {"headers": [], "content": {"mimeType": "application/json", "text": "{\"items\": [{\"id\": 8001}, {\"id\": 8002}]}"}}},
          {"startedDateTime": "2026-01-31T12:00:01.100Z", "time": 5,
           "request": {"method": "PUT", "url": "https://shop.example/api/orders/8002", "headers": [{"name": "Authorization", "value": "Bearer recorded-token-1"}],
             "postData": {"mimeType": "application/json", "text": "{\"orderId\":8002,\"Note\":\"caf\u00e9 \\\"x\\\"\",\"price\":2.50,\"tags\":[],\"none\":null}"}},
           "response": {"headers": [], "content": {"mimeType": "application/json", "text": "{}"}}}
        ]}}
        """;

    private const string Collection = """
        {"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
         "variable": [{"key": "baseUrl", "value": "https://shop.example/v1"}, {"key": "kind", "value": "lamp & desk"}, {"key": "count", "value": "3"}],
         "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}"}]},
         "item": [
           {"name": "Log in", "event": [{"listen": "test", "script": {"exec": ["pm.environment.set('token', pm.response.json().session.token);"]}}],
            "request": {"method": "POST", "auth": {"type": "noauth"}, "url": "{{baseUrl}}/login", "body": {"mode": "raw", "raw": "{\"user\": \"ann\", \"password\": \"{{password}}\"}", "options": {"raw": {"language": "json"}}}}},
           {"name": "Products", "item": [
             {"name": "List", "request": {"method": "GET", "url": "{{baseUrl}}/products?kind={{kind}}"}, "response": [{"code": 200, "header": [], "body": "{\"items\": [{\"id\": 8123}]}"}]},
             {"name": "Show", "request": {"method": "GET", "url": {"raw": "{{baseUrl}}/products/:id", "variable": [{"key": "id", "value": "8123"}]}}},
             {"name": "Order", "request": {"method": "POST", "url": "{{baseUrl}}/orders", "body": {"mode": "urlencoded", "urlencoded": [{"key": "n", "value": "{{count}}"}, {"key": "off", "value": "1", "disabled": true}]}}}
           ]}
         ]}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-imported-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_recording_sends_what_was_recorded_with_the_values_of_now()
    {
        var file = await FileAsync("visit.har", Har);
        var requests = await RunAsync("Visit", await JourneyReader.HarAsync(file, CancellationToken.None), new() { ["password"] = "s3cret" });

        requests.Should().Equal(
            "GET / Accept=text/html",
            "POST /api/login Cookie=sid=live-cookie-77 [application/x-www-form-urlencoded] user=ann+b&password=s3cret&csrf=live-csrf-77",
            "GET /api/users/77/orders?page=1&q=caf%C3%A9 Authorization=Bearer live-token-77",
            "PUT /api/orders/502 Authorization=Bearer live-token-77 [application/json] {\"orderId\":502,\"Note\":\"caf\\u00E9 \\u0022x\\u0022\",\"price\":2.50,\"tags\":[],\"none\":null}");
    }

    [Fact]
    public async Task A_collection_sends_what_it_has_with_its_variables()
    {
        var file = await FileAsync("shop.json", Collection);
        var requests = await RunAsync("Shop", await JourneyReader.PostmanAsync(file, CancellationToken.None), new() { ["password"] = "s3cret", ["kind"] = "lamp & desk", ["count"] = "3" });

        requests.Should().Equal(
            "POST /v1/login [application/json] {\"user\":\"ann\",\"password\":\"s3cret\"}",
            "GET /v1/products?kind=lamp%20%26%20desk Authorization=Bearer live-token-78",
            "GET /v1/products/501 Authorization=Bearer live-token-78",
            "POST /v1/orders Authorization=Bearer live-token-78 [application/x-www-form-urlencoded] n=3");
    }

    [Fact]
    public async Task A_command_line_sends_what_curl_sends()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "a.bin"), [1, 0, 2]);
        var journey = JourneyReader.Curl("curl -X POST 'https://shop.example/up?x=1' -H 'X-Shop: é' -H 'X-Key: k' -F 'note=hi' -F 'file=@a.bin;type=image/png'".Replace("é", "e", StringComparison.Ordinal), _folder);
        var requests = await RunAsync("Upload", journey, new() { ["xKey"] = "k2" });

        requests.Should().Equal("POST /up?x=1 X-Key=k X-Shop=e [multipart/form-data]");
    }

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private async Task<IReadOnlyList<string>> RunAsync(string name, Journey journey, Dictionary<string, string> settings)
    {
        var folder = Path.Combine(_folder, name);
        NewProject.Write(new ProjectPlan { Folder = folder, Name = name, Version = "0.0.0", Journey = journey, Sources = Path.Combine(Built.Home, "src") });
        await BuildAsync(Path.Combine(folder, "scenarios", name));
        await using var server = await RecordingServer.StartAsync();
        var scenarios = ScenarioAssembly.Load(Path.Combine(folder, "scenarios", name, "bin", "Release", "net10.0", name + ".dll"));
        var phase = EngineHarness.Closed(EngineHarness.Measured(Simulation.IterationsForConstant(1, 1))) with { Mix = [new ScenarioShare(scenarios.Single().Name, 1)] };

        var plan = new RunPlan
        {
            Suite = name,
            Seed = 42,
            ScenarioAssembly = name,
            Stack = new StackPlan { Kind = "external" },
            Catalogue = "none",
            Phases = [phase],
            Settings = settings,
            SuiteDirectory = Path.Combine(folder, "scenarios", "suites"),
        };

        var run = await EngineHarness.RunAsync(plan, scenarios, server.Address);

        run.Phase.Measured.Ok.Should().Be(1, "{0}", string.Join('\n', run.Messages));
        return [.. server.Requests];
    }

    private static async Task BuildAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "-c", "Release", "--nologo", "-p:BuildProjectReferences=false"]) { RedirectStandardOutput = true };
        SdkEnvironment.ApplyTo(start);

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, "{0}", output);
        output.Should().Contain("0 Warning(s)");
    }
}
