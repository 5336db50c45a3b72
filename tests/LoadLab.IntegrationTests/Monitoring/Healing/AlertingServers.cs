using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using LoadLab.Cli;
using LoadLab.Core.Catalogue;
using LoadLab.IntegrationTests.Compose;
using LoadLab.IntegrationTests.ReferenceLms;
using LoadLab.Monitoring;
using LoadLab.Monitoring.Alertmanager;
using LoadLab.Monitoring.Prometheus;

namespace LoadLab.IntegrationTests.Monitoring.Healing;

/// <summary>
/// A real Prometheus with the rules that the catalogue exports, which scrapes the LMS, a real Alertmanager with the exported routes, and <c>loadlab heal --act</c>, each a
/// process of its own. They end with the servers.
/// </summary>
internal sealed class AlertingServers : IDisposable
{
    /// <summary>From one evaluation of figures and alerts to the next.</summary>
    public static readonly TimeSpan Evaluation = TimeSpan.FromSeconds(1);

    /// <summary>How exactly <see cref="FiringsAsync"/> tells times.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private readonly NativeServers _servers;
    private readonly string _directory;
    private readonly string _catalogue;
    private readonly string _healer = Address();
    private readonly Uri _prometheus = new($"http://{Address()}/");
    private readonly Uri _alertmanager = new($"http://{Address()}/");
    private readonly HttpClient _http = new();

    public AlertingServers(NativeServers servers, string catalogue, Uri scraped)
    {
        (_servers, _catalogue, _directory) = (servers, catalogue, servers.NewFolder());
        var (read, links) = (SloCatalogue.Load(catalogue), new ExportLinks(Receivers: "http://127.0.0.1:1", Healer: $"http://{_healer}"));
        new ExportFolder(_directory).Write(new PrometheusExport().Files(read, links));
        new ExportFolder(_directory).Write(new AlertmanagerExport().Files(read, links));
        File.WriteAllText(Path.Combine(_directory, "prometheus.yml"), string.Create(CultureInfo.InvariantCulture, $$"""
            global: {scrape_interval: {{HealingCatalogue.Scrape.TotalSeconds}}s, scrape_timeout: {{HealingCatalogue.Scrape.TotalSeconds}}s, evaluation_interval: {{Evaluation.TotalSeconds}}s}
            rule_files: [{{HealingCatalogue.Name}}-recording.yml, {{HealingCatalogue.Name}}-alerts.yml]
            alerting: {alertmanagers: [{static_configs: [{targets: ["{{_alertmanager.Authority}}"]}]}]}
            scrape_configs: [{job_name: lms, static_configs: [{targets: ["{{scraped.Authority}}"]}]}]
            """));
        Start(
            ComposeTool.OnPath("prometheus-alertmanager") ?? ComposeTool.OnPath("alertmanager")!, "alertmanager",
            $"--config.file={Path.Combine(_directory, HealingCatalogue.Name + "-alertmanager.yml")}", $"--storage.path={Path.Combine(_directory, "alertmanager")}", $"--web.listen-address={_alertmanager.Authority}", "--cluster.listen-address=");
        Start(
            ComposeTool.OnPath("prometheus")!, "prometheus",
            $"--config.file={Path.Combine(_directory, "prometheus.yml")}", $"--storage.tsdb.path={Path.Combine(_directory, "data")}", $"--web.listen-address={_prometheus.Authority}", "--rules.alert.resend-delay=5s");
        Start("dotnet", "healer", Built.Dll("src", "LoadLab.Cli"), "heal", _catalogue, "--listen", _healer, "--act", "--alertmanager", _alertmanager.ToString(), "--log", HealingLog);
    }

    private string HealingLog => Path.Combine(_directory, "healing.jsonl");

    /// <summary>What the servers have written, for a test that fails.</summary>
    public string Logs => string.Join('\n', new[] { "alertmanager", "prometheus", "healer" }.Select(name => $"--- {name}\n{ReadHeld(Path.Combine(_directory, name + ".log"))}"));

    /// <summary>The lines of the healer's audit log.</summary>
    public IReadOnlyList<JsonElement> HealingLines() => [.. ReadHeld(HealingLog).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>True when a query of Prometheus gives something.</summary>
    public async Task<bool> HasAsync(string query) => (await AskAsync(_prometheus, "api/v1/query?query=" + Uri.EscapeDataString(query)))?.GetProperty("data").GetProperty("result").GetArrayLength() > 0;

    /// <summary>The samples of a query that gives one series of a length of time; none where it gives no series.</summary>
    public async Task<IReadOnlyList<(double Time, string Value)>> SamplesAsync(string query)
    {
        var answer = await AskAsync(_prometheus, "api/v1/query?query=" + Uri.EscapeDataString(query));
        return [.. answer!.Value.GetProperty("data").GetProperty("result").EnumerateArray().SelectMany(Samples)];
    }

    /// <summary>When each threshold fired in Prometheus, by alert and severity: from the first <see cref="Step"/> in which it did to the first in which it did no more.</summary>
    public async Task<IReadOnlyDictionary<(string Alert, string Severity), (double From, double Until)>> FiringsAsync(DateTimeOffset from, DateTimeOffset to)
    {
        var step = Step.TotalSeconds;
        var query = Uri.EscapeDataString("ALERTS{alertname=\"SloThreshold\",alertstate=\"firing\"}");
        var answer = await AskAsync(_prometheus, string.Create(CultureInfo.InvariantCulture, $"api/v1/query_range?query={query}&start={from.ToUnixTimeMilliseconds() / 1000.0}&end={to.ToUnixTimeMilliseconds() / 1000.0}&step={step}"));
        return answer!.Value.GetProperty("data").GetProperty("result").EnumerateArray().ToDictionary(
            series => (series.GetProperty("metric").GetProperty("alert").GetString()!, series.GetProperty("metric").GetProperty("severity").GetString()!),
            series => (Samples(series)[0].Time, Samples(series)[^1].Time + step));
    }

    /// <summary>The alerts on thresholds that Alertmanager has, each with its status.</summary>
    public async Task<IReadOnlyList<JsonElement>> AlertsAsync() =>
        await AskAsync(_alertmanager, "api/v2/alerts?filter=" + Uri.EscapeDataString("alertname=\"SloThreshold\"")) is { } alerts ? [.. alerts.EnumerateArray()] : [];

    /// <summary>The groups in which it tells a receiver.</summary>
    public async Task<IReadOnlyList<JsonElement>> GroupsAsync(string receiver) =>
        await AskAsync(_alertmanager, "api/v2/alerts/groups?receiver=" + Uri.EscapeDataString(receiver) + "&filter=" + Uri.EscapeDataString("alertname=\"SloThreshold\"")) is { } groups ? [.. groups.EnumerateArray()] : [];

    public void Dispose() => _http.Dispose();

    private static List<(double Time, string Value)> Samples(JsonElement series) => [.. series.GetProperty("values").EnumerateArray().Select(pair => (pair[0].GetDouble(), pair[1].GetString()!))];

    private void Start(string program, string name, params string[] arguments) => _servers.Children.Start(
        program, arguments, Path.Combine(_directory, name + ".log"), "TERM", environment: new Dictionary<string, string> { [Home.Variable] = Built.Home });

    /// <summary>Null while nobody listens, or the server is not ready.</summary>
    private async Task<JsonElement?> AskAsync(Uri server, string path)
    {
        try
        {
            return await _http.GetFromJsonAsync<JsonElement>(new Uri(server, path));
        }
        catch (HttpRequestException fault) when (fault.StatusCode is null or System.Net.HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }
    }

    /// <summary>A file that another .NET program holds: this one may not open it.</summary>
    private static string ReadHeld(string path)
    {
        using var cat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cat", [path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return cat.StandardOutput.ReadToEnd();
    }

    private static string Address() => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{NativeServers.FreePort()}");
}
