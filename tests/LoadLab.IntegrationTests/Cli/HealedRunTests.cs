using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.Cli;

/// <summary>A whole run in which a part of a real stack is broken on purpose, and a healer's webhook starts it anew long before the plan would.</summary>
public sealed class HealedRunTests : IDisposable
{
    private const string Suite = """
        suite: healed
        scenarios: Lms.Scenarios
        catalogue: lms
        slos: [redis-memory]
        stack: {kind: processes}
        lms: {data: {users: 200, courses: 20, enrolments: 1000}}
        settings: {users: 200, upload.bytes: 1000}
        phases:
          - {name: rate, model: open, rate: 20/s, hold: 30s, scenarios: {student: 1}, preparedVirtualUsers: 40, requestTimeout: 10s}
        faults:
          - {stop: postgres, at: 8s, for: 18s}
        """;

    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-healed-").FullName;
    private readonly string _listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{NativeServers.FreePort()}");
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_results, recursive: true);
    }

    [Fact]
    public async Task A_healer_mends_what_the_suite_broke_and_the_run_says_which_action_when_and_judges_it()
    {
        await using var cli = LaunchedCli.Start(_results, "run", WriteSuite(), "--heal-listen", _listen, "--json");
        await cli.SaysAsync("postgres stopped on purpose, for 18s or until a healer starts it anew");

        (await PostAsync("redis", "heal-redis")).Should().Be((HttpStatusCode.Conflict, "redis is not broken on purpose now, so nothing was done."));
        (await PostAsync("postgres", "rm -rf /")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await PostAsync("", "heal-postgres")).Status.Should().Be(HttpStatusCode.NotFound);
        (await PostAsync("postgres", "heal-postgres")).Should().Be((HttpStatusCode.OK, "postgres was started anew."));

        using var document = JsonDocument.Parse(await cli.EndAsync());
        document.RootElement.GetProperty("outcome").GetString().Should().Be("completed", cli.Error);
        var record = new RunStore(_results).Read(RunStore.Latest).Record;
        var fault = record.Faults.Should().ContainSingle().Which;
        fault.HealedBy.Should().Be("heal-postgres");
        (fault.EndSecond - fault.StartSecond).Should().BeLessThan(18, "the plan had left it broken so long");
        var row = document.RootElement.GetProperty("verdicts").EnumerateArray().Single(verdict => verdict.GetProperty("id").GetString() == "fault-1-healing");
        row.GetProperty("title").GetString().Should().Be("postgres stop at 8s: healed");
        row.GetProperty("reason").GetString().Should().Contain("heal-postgres had started postgres anew");
        cli.Error.Should().Contain("postgres started anew by the healer (heal-postgres)").And.NotContain("postgres started again");
        await cli.LeavesNoProcessAsync();
    }

    [Fact]
    public async Task An_address_that_is_taken_or_none_is_told_before_anything_starts()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        foreach (var (address, words) in new[] { (taken.LocalEndpoint.ToString()!, "it cannot be listened there"), ("redis", "--heal-listen 'redis' is no IP address with a port. Write --heal-listen 127.0.0.1:9097") })
        {
            await using var cli = LaunchedCli.Start(_results, "run", WriteSuite(), "--heal-listen", address);

            await cli.EndAsync();

            cli.ExitCode.Should().Be(104);
            cli.Error.ReplaceLineEndings(" ").Should().Contain(words).And.NotContain("is ready");
        }
    }

    private async Task<(HttpStatusCode Status, string Says)> PostAsync(string part, string entry)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri($"http://{_listen}/{part}"), new { healing = entry });
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("says").GetString()!);
    }

    private string WriteSuite()
    {
        var path = Path.Combine(_results, "healed.yaml");
        File.WriteAllText(path, Suite);
        return path;
    }
}
