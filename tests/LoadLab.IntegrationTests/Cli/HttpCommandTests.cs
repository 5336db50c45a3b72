using System.Text.Json;
using LoadLab.Core.Store;
using LoadLab.IntegrationTests.Engine;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LoadLab.IntegrationTests.Cli;

public sealed class HttpCommandTests : IDisposable
{
    private readonly string _results = Directory.CreateTempSubdirectory("loadlab-http-").FullName;

    public void Dispose() => Directory.Delete(_results, recursive: true);

    [Fact]
    public async Task Iterations_are_sent_counted_and_kept_like_any_run()
    {
        var seen = 0;
        await using var server = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            if (context.Request is { Method: "POST" } && context.Request.Headers["X-Key"] == "a:b" && await reader.ReadToEndAsync() == "hello")
            {
                context.Response.StatusCode = Interlocked.Increment(ref seen) % 5 == 0 ? 503 : 200;
            }
        });
        await using var cli = LaunchedCli.Start(
            _results, "http", "POST", server.Address.ToString(), "--users", "2", "--iterations", "50", "-H", "X-Key: a:b", "--body", "hello", "--label", "build=7", "--json");

        var output = await cli.EndAsync();

        using var document = JsonDocument.Parse(output);
        var phase = document.RootElement.GetProperty("phases")[0];
        phase.GetProperty("counts").GetProperty("scheduled").GetInt64().Should().Be(50);
        phase.GetProperty("counts").GetProperty("ok").GetInt64().Should().Be(40);
        phase.GetProperty("counts").GetProperty("failed").GetInt64().Should().Be(10);
        phase.GetProperty("steps")[0].GetProperty("statusCodes").GetProperty("503").GetInt64().Should().Be(10);
        phase.GetProperty("connections").GetProperty("connects").GetInt64().Should().BeInRange(1, 2);
        phase.GetProperty("connections").GetProperty("requests").GetInt64().Should().Be(50);
        seen.Should().Be(50);
        document.RootElement.GetProperty("decision").GetString().Should().Be("NOT-JUDGED");
        document.RootElement.GetProperty("exitCode").GetInt32().Should().Be(cli.ExitCode);
        var stored = new RunStore(_results).Read(RunStore.Latest);
        stored.Record.Plan.Labels["build"].Should().Be("7");
        stored.Record.Phases[0].Measured.Ok.Should().Be(40);
        foreach (var file in new[] { "run.json", "histograms.hlog", "report.md", "report.html" })
        {
            File.Exists(Path.Combine(stored.Directory, file)).Should().BeTrue(file);
        }
    }

    [Fact]
    public async Task A_rate_is_offered_and_the_summary_has_both_times()
    {
        await using var server = await StubServer.StartAsync();
        await using var cli = LaunchedCli.Start(
            _results, "http", server.Address.ToString(), "--rate", "50/s", "--duration", "2s", "--warm-up", "500ms", "--percentiles", "50,99.99");

        var output = await cli.EndAsync();

        // Whether a shared machine kept to the schedule is not the test's business; that it says so is.
        cli.ExitCode.Should().BeOneOf([0, 97], cli.Error);
        output.Should().Contain(cli.ExitCode == 0 ? "VALID  " : "INVALID  ");
        output.Should().Contain("100 ok, 0 failed").And.Contain("response time   service time").And.Contain("P99.99").And.Contain("Status 200   100").And.NotContain("P95");
        server.Arrivals.Should().HaveCount(125, "warm-up is sent, and the check only connects");
    }

    [Fact]
    public async Task Limits_are_judged_and_a_status_that_was_not_asked_for_has_failed()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            context.Response.StatusCode = form["title"] == "a b" && form.Files["file"]!.FileName == "HttpCommandTests.txt" && context.Request.Cookies["session"] == "s" ? 202 : 500;
        });
        var file = Path.Combine(_results, "HttpCommandTests.txt");
        await File.WriteAllTextAsync(file, "essay");
        string[] line =
        [
            "http", server.Address.ToString(), "--users", "2", "--iterations", "400", "--form", "title=a b", "--form", "file=@" + file, "--cookie", "session=s",
            "--p50", "<20s", "--errors", "<5%",
        ];

        await using var good = LaunchedCli.Start(_results, line);
        var passed = await good.EndAsync();
        await using var bad = LaunchedCli.Start(_results, [.. line, "--assert-status", "200"]);
        var failed = await bad.EndAsync();

        passed.Should().Contain("Status 202   400");
        good.ExitCode.Should().BeOneOf([0, 97], passed);
        if (good.ExitCode == 0)
        {
            passed.Should().Contain("PASS         Response time P50").And.Contain("PASS         Failed requests 0 %");
        }

        failed.Should().Contain("0 ok, 400 failed").And.Contain("FAIL         Failed requests 100 %").And.Contain("INCONCLUSIVE Response time P50");
        bad.ExitCode.Should().BeOneOf([99, 97], failed);
        new RunStore(_results).Read(RunStore.Latest).Record.Plan.Limits.Should().ContainKeys("p50", "errors");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_failures_of_each_kind_are_kept_in_full_without_secrets_and_bounded(bool http2)
    {
        var seen = 0;
        await using var server = await StubServer.StartAsync(
            async context =>
            {
                if (Interlocked.Increment(ref seen) % 10 == 0)
                {
                    context.Abort();
                    return;
                }

                context.Response.StatusCode = 503;
                context.Response.Headers.RetryAfter = "5";
                context.Response.Headers.SetCookie = "sid=mArK; Path=/";
                context.Response.Headers.ContentEncoding = "gzip";
                await using var gzip = new System.IO.Compression.GZipStream(context.Response.Body, System.IO.Compression.CompressionLevel.Fastest);
                await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes("{\"error\":\"full\",\"session\":{\"token\":[\"mArK\"]},\"rest\":\"" + new string('x', 10_000) + "\"}"));
            },
            protocols: http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        string[] line =
        [
            "http", "POST", server.Address + "buy?apikey=mArK", "--users", "4", "--iterations", "400", "-H", "Authorization: Bearer mArK", "-H", "Content-Type: application/json",
            "--body", "{\"item\":7,\"password\":\"mArK\"}", "--no-check", .. http2 ? new[] { "--http2" } : [],
        ];
        await using var cli = LaunchedCli.Start(_results, line);

        var output = await cli.EndAsync();

        output.Should().Contain("0 ok, 400 failed", "{0}", cli.Error).And.Contain(" -> HTTP/").And.Contain(" in full, with request and answer, in the report").And.NotContain("mArK");
        var stored = new RunStore(_results).Read(RunStore.Latest);
        var examples = stored.Record.Phases[0].Examples;
        examples.GroupBy(example => example.Class).Should().OnlyContain(kind => kind.Count() <= Core.Runs.FailureExample.MostOfKind);
        examples.Select(example => example.Class).Distinct().Should().BeEquivalentTo(["status-5xx", "reset"]);
        var full = examples.First(example => example.Code == "503");
        full.Request.Should().StartWith($"POST {server.Address}buy?apikey=(hidden) HTTP/").And.Contain("Authorization: Bearer (hidden, 4 characters)").And.EndWith("\n\n{\"item\":7,\"password\":\"(hidden)\"}");
        full.Answer.Should().StartWith(http2 ? "HTTP/2.0 503 " : "HTTP/1.1 503 ").And.Contain("Retry-After: 5").And.Contain("Set-Cookie: sid=(hidden, 4 characters); Path=/").And.Contain("{\"error\":\"full\",\"session\":{\"token\":[\"(hidden)\"]},")
            .And.EndWith("… (cut; 10,055 bytes in all)");
        full.Answer.Length.Should().BeLessThan(3_000);
        examples.First(example => example.Class == "reset").Should().Match<Core.Runs.FailureExample>(reset => reset.Request.StartsWith("POST ") && reset.Answer.Length == 0);
        foreach (var file in Directory.EnumerateFiles(stored.Directory))
        {
            (await File.ReadAllTextAsync(file)).Should().NotContain("mArK", file);
        }

        (await File.ReadAllTextAsync(Path.Combine(stored.Directory, "report.html"))).Should().Contain("The first failures in full").And.Contain("Retry-After: 5");
    }

    [Theory]
    [InlineData("--rate", "100")]
    [InlineData("--users", "2")]
    public async Task A_generator_that_was_stopped_makes_the_run_invalid(string option, string value)
    {
        await using var server = await StubServer.StartAsync(_ => Task.Delay(10));
        await using var cli = LaunchedCli.Start(_results, "http", server.Address.ToString(), option, value, "--duration", "10s", "--json");
        await cli.SaysAsync("  load  users ");

        cli.Signal("STOP");
        await Task.Delay(TimeSpan.FromSeconds(2));
        cli.Signal("CONT");
        var output = await cli.EndAsync();

        cli.ExitCode.Should().Be(97, cli.Error);
        using var document = JsonDocument.Parse(output);
        var validity = document.RootElement.GetProperty("validity");
        validity.GetProperty("status").GetString().Should().Be("INVALID");
        var invalid = validity.GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("severity").GetString() == "invalid")
            .Select(finding => finding.GetProperty("check").GetString())
            .ToList();
        invalid.Should().Contain("generator-paused");
        if (option == "--rate")
        {
            invalid.Should().Contain("schedule-lag");
        }
    }

    [Fact]
    public async Task A_target_that_is_not_there_is_refused_before_any_load()
    {
        await using var cli = LaunchedCli.Start(_results, "http", "http://127.0.0.1:1/", "--json");

        var output = await cli.EndAsync();

        cli.ExitCode.Should().Be(104, cli.Error);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("error").GetProperty("message").GetString().Should().StartWith("The target http://127.0.0.1:1 cannot be reached (refused:");
        Directory.EnumerateFileSystemEntries(_results).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_the_check_refusals_are_counted_and_nothing_was_measured()
    {
        var (code, output, error) = await LaunchedCli.UndisturbedAsync(_results, "http", "http://127.0.0.1:1/", "--no-check", "--users", "1", "--iterations", "3", "--insecure");

        code.Should().Be(96, error);
        error.Should().Contain("WARNING: --insecure: certificates are NOT checked.");
        output.Should().Contain("0 ok, 3 failed").And.Contain("No request succeeded").And.Contain("Failed refused");
    }
}
