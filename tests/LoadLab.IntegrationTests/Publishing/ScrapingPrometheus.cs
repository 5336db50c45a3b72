using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LoadLab.IntegrationTests.Compose;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.Publishing;

/// <summary>A real Prometheus that scrapes one port every second, or takes remote write. Ended by its own process, and its data deleted.</summary>
internal sealed class ScrapingPrometheus : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _directory;
    private readonly Process _process;
    private readonly Uri _address;

    private ScrapingPrometheus(string directory, Process process, Uri address) => (_directory, _process, _address) = (directory, process, address);

    /// <summary>Its address.</summary>
    public Uri Address => _address;

    /// <summary>One that takes remote write, and scrapes nothing.</summary>
    public static Task<ScrapingPrometheus> StartReceiverAsync() => StartAsync("scrape_configs: []\n", "--web.enable-remote-write-receiver");

    public static Task<ScrapingPrometheus> StartAsync(int scraped) =>
        StartAsync(string.Create(CultureInfo.InvariantCulture, $"scrape_configs: [{{job_name: loadlab, scrape_interval: 1s, static_configs: [{{targets: ['127.0.0.1:{scraped}']}}]}}]\n"));

    /// <summary>The value of a query that gives one.</summary>
    public async Task<double> LastAsync(string query)
    {
        using var http = new HttpClient();
        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri(_address, "api/v1/query?query=" + Uri.EscapeDataString(query))));
        var result = answer.RootElement.GetProperty("data").GetProperty("result");
        result.GetArrayLength().Should().Be(1, query);
        return double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<ScrapingPrometheus> StartAsync(string scraping, params string[] more)
    {
        var directory = Directory.CreateTempSubdirectory("loadlab-scraping").FullName;
        var configuration = Path.Combine(directory, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, scraping);
        var port = NativeServers.FreePort().ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            ComposeTool.OnPath("prometheus")!,
            [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(directory, "data")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error", .. more]);
        var prometheus = new ScrapingPrometheus(directory, Process.Start(start)!, new Uri($"http://127.0.0.1:{port}/"));
        await prometheus.IsReadyAsync();
        return prometheus;
    }

    private async Task IsReadyAsync()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(_address, "-/ready"), patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, patience.Token);
        }
    }
}
