using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using LoadLab.Core.Catalogue;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Monitoring.Healing;

namespace LoadLab.IntegrationTests.Monitoring.Healing;

/// <summary>The healer over real HTTP, with real processes: whatever is sent, nothing but the catalogue's command is run.</summary>
public sealed class HealingServerTests : IAsyncLifetime, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("loadlab-heal-").FullName;
    private readonly IPEndPoint _address = new(IPAddress.Loopback, NativeServers.FreePort());
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new();
    private readonly List<HealingLogLine> _lines = [];
    private HealingLog _log = null!;
    private Healer _healer = null!;
    private HealingServer _server = null!;
    private Task _running = Task.CompletedTask;

    private string Made => Path.Combine(_directory, "made $(reboot) `x` ;'");

    public async Task InitializeAsync()
    {
        var catalogue = SloCatalogue.Parse(
            $$"""
            version: 1
            catalogue: shop
            services: {api: {steps: [] } }
            slos:
              - {id: api-ok, source: "1/1", kind: availability, tier: slo, service: api, objective: {gte: 99%}, production: {good: a, total: b} }
              - {id: api-hangs, source: "1/2", kind: availability, tier: slo, service: api, objective: {gte: 99%}, production: {good: a, total: b} }
            healing:
              - {id: heal-api, source: "2/1", on: {slo: api-ok}, command: [touch, "{{Made}}"], recovers: {url: "http://{{_address}}/", within: 1s}, limits: {coolDown: 1m, perHour: 5} }
              - {id: heal-hang, source: "2/2", on: {slo: api-hangs}, command: [sleep, "86399"], timeout: 1s, recovers: {url: "http://{{_address}}/", within: 1s}, limits: {coolDown: 1m, perHour: 5} }
            """,
            "shop.yaml");
        _log = new HealingLog(Path.Combine(_directory, "log.jsonl"));
        _healer = new Healer(new HealerSettings(catalogue, Acts: true, Alertmanager: null, Prometheus: null), _log, TimeProvider.System, line =>
        {
            lock (_lines)
                _lines.Add(line);
        });
        _server = await HealingServer.StartAsync(_address, _healer, TimeProvider.System);
        _running = Task.WhenAll(_server.RunAsync(_stop.Token), _healer.WorkAsync(_stop.Token));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // It was asked to end.
        }

        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _healer.Dispose();
        _log.Dispose();
        _http.Dispose();
        _stop.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task What_is_no_notification_is_answered_clearly_and_nothing_is_done()
    {
        (await SendAsync("{}")).Should().Be((400, "{\"status\":400,\"says\":\"version is \\u0027missing\\u0027, and version 4 of Alertmanager\\u0027s webhook is read.\"}\n"));
        (await SendAsync("\0\xff{")).Status.Should().Be(400);
        (await SendAsync(Notification("api-ok"), "text/plain")).Status.Should().Be(415);
        (await SendAsync(Notification("api-ok"), path: "heal-api")).Status.Should().Be(404);
        (await SendAsync(new string(' ', NotificationReader.MostBytes + 1))).Status.Should().Be(413);
        (await _http.GetAsync(new Uri($"http://{_address}/"))).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        foreach (var label in new[] { "; touch x", "$(touch x)", "../api-ok", "API-OK", "", new string('a', 200) })
            (await SendAsync(Notification(label))).Status.Should().Be(200);

        File.Exists(Made).Should().BeFalse();
        Lines.Where(line => line.Event == HealingEvent.Refused).Should().HaveCount(6, "each refusal is written down");
        Lines.Should().OnlyContain(line => line.Event == HealingEvent.Refused || line.Event == HealingEvent.None);
    }

    [Fact]
    public async Task A_client_that_sends_half_of_it_and_ten_thousand_alerts_hold_nobody_up()
    {
        var half = new List<TcpClient>();
        for (var i = 0; i < 4; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(_address);
            await client.GetStream().WriteAsync("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray());
            half.Add(client);
        }

        var many = string.Join(',', Enumerable.Range(0, 10_000).Select(i => Alert("other", i)));
        (await SendAsync($"{{\"version\":\"4\",\"alerts\":[{many}]}}")).Should().Be((200, "{\"status\":200,\"says\":\"10,000 alerts, 0 queued; why, the log says.\"}\n"));

        Lines.Should().ContainSingle().Which.Count.Should().Be(10_000);
        half.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task The_command_of_the_catalogue_is_run_once_without_a_shell()
    {
        (await SendAsync(Notification("api-ok"))).Status.Should().Be(200);
        await Eventually.AsyncTrue(() => Task.FromResult(Lines.Any(line => line.Event == HealingEvent.Recovery)), "it is known whether it helped");
        (await SendAsync(Notification("api-ok"))).Status.Should().Be(200);

        File.Exists(Made).Should().BeTrue("the argument is a name and no shell reads it");
        // The health address is this server itself, which refuses to be asked.
        var lines = Lines.Where(line => line.Event != HealingEvent.Refused).ToList();
        lines.Select(line => line.Event).Should().Equal(HealingEvent.Queued, HealingEvent.Began, HealingEvent.Ended, HealingEvent.Recovery, HealingEvent.None);
        lines[2].Code.Should().Be(0);
        lines[3].Should().BeEquivalentTo(new { Recovered = false, Reason = $"{_address} did not recover within 1s: It answered 405. The action did not help." });
    }

    [Fact]
    public async Task A_command_that_hangs_is_ended_when_its_time_is_over()
    {
        await SendAsync(Notification("api-hangs"));
        await Eventually.AsyncTrue(() => Task.FromResult(Lines.Any(line => line.Event == HealingEvent.Ended)), "it was ended");

        Lines.Single(line => line.Event == HealingEvent.Ended).Should().BeEquivalentTo(new { Code = (int?)null, Reason = "It failed. It did not end within 1s (timeout) and was ended with all that it started." });
        await Eventually.AsyncTrue(() => Task.FromResult(!Directory.GetDirectories("/proc").Any(IsHanging)), "it is gone");

        static bool IsHanging(string process)
        {
            try
            {
                return File.ReadAllText(Path.Combine(process, "cmdline")).StartsWith("sleep\086399", StringComparison.Ordinal);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    private List<HealingLogLine> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    private static string Notification(string slo) => $"{{\"version\":\"4\",\"alerts\":[{Alert(slo, 0)}]}}";

    private static string Alert(string slo, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"status":"firing","labels":{"alertname":"SloBudgetBurn","catalogue":"shop","slo":"{{slo}}","severity":"page"},"startsAt":"2026-10-01T10:00:00Z","fingerprint":"a{{number}}"}""");

    private async Task<(int Status, string Body)> SendAsync(string body, string type = "application/json", string path = "")
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await _http.PostAsync(new Uri($"http://{_address}/{path}"), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
