using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using LoadLab.Core.Catalogue;
using LoadLab.IntegrationTests.Cli;
using LoadLab.IntegrationTests.Compose;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Monitoring;
using LoadLab.Monitoring.Alertmanager;
using LoadLab.Monitoring.Prometheus;
using Xunit.Abstractions;

namespace LoadLab.IntegrationTests.Monitoring.Healing;

/// <summary>
/// With real servers: the LMS under load, Prometheus with the exported rules, Alertmanager with the exported routes, a Redis that is paused, and the healer that starts it anew.
/// Slices, windows and waiting times are short; how long each part takes is printed and not asserted.
/// </summary>
[Collection("reference LMS")]
public sealed class HealingEndToEndTests(NativeServers servers, ITestOutputHelper output) : IClassFixture<NativeServers>, IDisposable
{
    private readonly string _directory = servers.NewFolder();
    private readonly int _redis = NativeServers.FreePort();
    private readonly Uri _prometheus = new($"http://127.0.0.1:{NativeServers.FreePort().ToString(CultureInfo.InvariantCulture)}/");
    private readonly Uri _alertmanager = new($"http://127.0.0.1:{NativeServers.FreePort().ToString(CultureInfo.InvariantCulture)}/");
    private readonly string _healer = $"127.0.0.1:{NativeServers.FreePort().ToString(CultureInfo.InvariantCulture)}";
    private readonly HttpClient _http = new();
    private readonly Stopwatch _watch = new();

    public void Dispose() => _http.Dispose();

    [AlertingFact]
    public async Task A_paused_Redis_is_alerted_grouped_inhibiting_and_started_anew()
    {
        var restart = WriteRestart();
        await RunAsync(restart, RedisArguments);
        await using var lms = await LmsProcess.StartAsync(
            servers, await servers.NewDatabaseAsync(), new Dictionary<string, string> { ["ConnectionStrings__Redis"] = $"127.0.0.1:{_redis.ToString(CultureInfo.InvariantCulture)}" });
        var catalogue = Path.Combine(_directory, "short.yaml");
        await File.WriteAllTextAsync(catalogue, Catalogue(restart, lms.Client.BaseAddress!));
        await StartServersAsync(SloCatalogue.Load(catalogue), lms.Client.BaseAddress!);
        using var stop = new CancellationTokenSource();
        var load = LoadAsync(lms, stop.Token);
        await using var healer = LaunchedCli.Start(
            _directory, "heal", catalogue, "--listen", _healer, "--act", "--alertmanager", _alertmanager.ToString(), "--log", Path.Combine(_directory, "healing.jsonl"));
        try
        {
            await Eventually.AsyncTrue(async () => await ValueAsync("slo:bad_ratio:10s{slo=\"redis-availability\"} == 0 and on () slo:bad_ratio:10s{slo=\"api-errors\"} == 0") is not null, "all is well and known");

            _watch.Start();
            await RunAsync("kill", "-STOP", await PidAsync());
            Say("Redis is paused");
            await Eventually.AsyncTrue(async () => (await AlertsAsync("alert-redis")).Count > 0, "the alert on Redis fires in Alertmanager");
            Say("the alert on Redis is in Alertmanager");
            var isInhibited = false;
            await Eventually.AsyncTrue(
                async () =>
                {
                    isInhibited |= (await AlertsAsync("alert-error-rate")).Any(alert => alert.GetProperty("status").GetProperty("inhibitedBy").GetArrayLength() > 0);
                    return (await LogAsync()).Contains("\"event\":\"recovery\"", StringComparison.Ordinal);
                },
                "the healer knows whether it helped");
            Say("the healer has seen the recovery");
            await Eventually.AsyncTrue(async () => (await AlertsAsync("alert-redis")).Count == 0 && (await AlertsAsync("alert-error-rate")).Count == 0, "the alerts clear");
            Say("no alert is left");

            var lines = (await LogAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var line in lines)
                output.WriteLine(line);
            isInhibited.Should().BeTrue("the API needs Redis, so its alert is held back");
            lines.Count(line => line.Contains("\"event\":\"began\"", StringComparison.Ordinal)).Should().Be(1, "one action is enough");
            lines.Single(line => line.Contains("\"event\":\"recovery\"", StringComparison.Ordinal)).Should().Contain("\"recovered\":true");
            lines.Should().NotContain(line => line.Contains("alert-error-rate", StringComparison.Ordinal), "what is inhibited is never sent to the healer");
        }
        finally
        {
            await stop.CancelAsync();
            await load;
            await RunAsync("kill", "-KILL", await PidAsync());
        }
    }

    private async Task<string> PidAsync() => (await File.ReadAllTextAsync(Path.Combine(_directory, "redis.pid"))).Trim();

    private string[] RedisArguments => [_redis.ToString(CultureInfo.InvariantCulture), _directory];

    private void Say(string what) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,6:0.0} s  {what}"));

    /// <summary>The healer's log, which it holds: no other .NET program may open it.</summary>
    private async Task<string> LogAsync()
    {
        using var cat = Process.Start(new ProcessStartInfo("cat", [Path.Combine(_directory, "healing.jsonl")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return await cat.StandardOutput.ReadToEndAsync();
    }

    private string WriteRestart()
    {
        var path = Path.Combine(_directory, "restart-redis");
        File.WriteAllText(path, "#!/bin/sh\n[ -f \"$2/redis.pid\" ] && kill -KILL \"$(cat \"$2/redis.pid\")\"\n"
            + "exec redis-server --port \"$1\" --bind 127.0.0.1 --save '' --dir \"$2\" --pidfile \"$2/redis.pid\" --daemonize yes >/dev/null 2>&1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private string Catalogue(string restart, Uri lms) => $$"""
        version: 1
        catalogue: short
        services:
          api: {title: API, steps: ["*"], dependsOn: [redis]}
          redis: {title: Redis, steps: []}
        slos:
          - id: api-errors
            source: "2.3/1"
            kind: error-ratio
            tier: slo
            service: api
            objective: {lt: 1%}
            production:
              good: 'sum($__increase(lms_http_request_duration_seconds_count{route=~"/api/.+",status!~"5.."}))'
              total: 'sum($__increase(lms_http_request_duration_seconds_count{route=~"/api/.+"}))'
          - id: redis-availability
            source: "3.1/3"
            kind: availability
            tier: slo
            service: redis
            objective: {gte: 99.99%}
            production:
              good: 'sum(count_over_time(lms_queue_length{queue="grading"}[$__slice])) or vector(0)'
              total: 'sum(sum_over_time(up{job="lms"}[$__slice])) > 0'
        attainment:
          - {id: attainment, source: "4.3/1", term: slo, period: 744h, slice: 5s}
        alerts:
          - {id: alert-error-rate, source: "5.1/4", watches: [api-errors], warning: {lt: 2%}, critical: {lt: 5%}, window: 10s, notify: [On-call engineer]}
          - {id: alert-redis, source: "5.1/6", watches: [redis-availability], warning: {gte: 99%}, critical: {gte: 90%}, window: 10s, notify: [On-call engineer]}
        suppressions:
          - {id: correlation, source: "5.2/4", by: group}
        healing:
          - id: heal-redis
            source: "8.3/5"
            on: {alert: alert-redis, severities: [critical]}
            command: ["{{restart}}", "{{_redis.ToString(CultureInfo.InvariantCulture)}}", "{{_directory}}"]
            recovers: {url: "{{lms}}health/ready", within: 30s}
            limits: {coolDown: 10m, perHour: 1}
        """;

    private async Task StartServersAsync(SloCatalogue catalogue, Uri lms)
    {
        var links = new ExportLinks(Receivers: "http://127.0.0.1:1", Healer: $"http://{_healer}");
        new ExportFolder(_directory).Write(new PrometheusExport().Files(catalogue, links));
        new ExportFolder(_directory).Write(new AlertmanagerExport().Files(catalogue, links));
        await File.WriteAllTextAsync(Path.Combine(_directory, "prometheus.yml"), $$"""
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [short-recording.yml, short-alerts.yml]
            alerting: {alertmanagers: [{static_configs: [{targets: ["{{_alertmanager.Authority}}"]}]}]}
            scrape_configs: [{job_name: lms, static_configs: [{targets: ["{{lms.Authority}}"]}]}]
            """);
        servers.Children.Start(
            ComposeTool.OnPath("prometheus-alertmanager") ?? ComposeTool.OnPath("alertmanager")!,
            [$"--config.file={Path.Combine(_directory, "short-alertmanager.yml")}", $"--storage.path={Path.Combine(_directory, "alertmanager")}", $"--web.listen-address={_alertmanager.Authority}", "--cluster.listen-address="],
            Path.Combine(_directory, "alertmanager.log"),
            "TERM");
        servers.Children.Start(
            ComposeTool.OnPath("prometheus")!,
            [$"--config.file={Path.Combine(_directory, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(_directory, "data")}", $"--web.listen-address={_prometheus.Authority}", "--rules.alert.resend-delay=5s"],
            Path.Combine(_directory, "prometheus.log"),
            "TERM");
    }

    /// <summary>Searches, and log-ins that need Redis.</summary>
    private static async Task LoadAsync(LmsProcess lms, CancellationToken stop)
    {
        try
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                _ = i % 2 == 0
                    ? SendAsync(() => lms.Client.GetAsync(new Uri("/api/courses/search?q=algebra", UriKind.Relative), stop))
                    : SendAsync(() => lms.Client.PostAsJsonAsync("/api/auth/login", new { email = "student00001@lms.example", password = "password-01" }, stop));
                await Task.Delay(50, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task SendAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var answer = await send();
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            // Faults are what this is about.
        }
    }

    private async Task<IReadOnlyList<JsonElement>> AlertsAsync(string alert)
    {
        try
        {
            var alerts = await _http.GetFromJsonAsync<JsonElement>(new Uri(_alertmanager, "api/v2/alerts?filter=" + Uri.EscapeDataString($"alert=\"{alert}\"")));
            return [.. alerts.EnumerateArray().Where(one => one.GetProperty("labels").GetProperty("alertname").GetString() == "SloThreshold")];
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    private async Task<string?> ValueAsync(string query)
    {
        try
        {
            var answer = await _http.GetFromJsonAsync<JsonElement>(new Uri(_prometheus, "api/v1/query?query=" + Uri.EscapeDataString(query)));
            var result = answer.GetProperty("data").GetProperty("result");
            return result.GetArrayLength() > 0 ? result[0].GetProperty("value")[1].GetString() : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, $"{program} {string.Join(' ', arguments)}");
    }
}
