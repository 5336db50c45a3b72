using System.Diagnostics;
using System.Globalization;
using LoadLab.IntegrationTests.Compose;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.Production;

/// <summary>A real Prometheus on a free loopback port over samples that were written for it. Ended by its own process, and its data deleted.</summary>
internal sealed class BackfilledPrometheus : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _directory;
    private readonly Process _process;

    private BackfilledPrometheus(string directory, Process process, Uri address) => (_directory, _process, Address) = (directory, process, address);

    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="openMetrics">Writes the samples in the OpenMetrics format, without its end; null for no sample at all.</param>
    public static async Task<BackfilledPrometheus> StartAsync(Action<TextWriter>? openMetrics)
    {
        var directory = Directory.CreateTempSubdirectory("loadlab-prometheus").FullName;
        try
        {
            var data = Path.Combine(directory, "data");
            if (openMetrics is not null)
            {
                await BackfillAsync(openMetrics, Path.Combine(directory, "samples.txt"), data);
            }

            var configuration = Path.Combine(directory, "prometheus.yml");
            await File.WriteAllTextAsync(configuration, "global: {}\n");
            var port = NativeServers.FreePort().ToString(CultureInfo.InvariantCulture);
            var start = new ProcessStartInfo(
                ComposeTool.OnPath("prometheus")!,
                [$"--config.file={configuration}", $"--storage.tsdb.path={data}", "--storage.tsdb.retention.time=100y", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"])
            {
                // It tells faults on stderr, and nobody reads: a full pipe would stop it.
                RedirectStandardError = false,
            };
            var prometheus = new BackfilledPrometheus(directory, Process.Start(start)!, new Uri($"http://127.0.0.1:{port}/"));
            await prometheus.IsReadyAsync();
            return prometheus;
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task BackfillAsync(Action<TextWriter> openMetrics, string file, string data)
    {
        await using (var writer = new StreamWriter(file))
        {
            openMetrics(writer);
            await writer.WriteAsync("# EOF\n");
        }

        // promtool reads the whole file anew for each block, and makes one of two hours unless told otherwise.
        var result = await ToolResult.OfAsync([ComposeTool.OnPath("promtool")!, "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=744h", file, data], new Dictionary<string, string>());
        result.ExitCode.Should().Be(0, result.Output + result.Error);
        File.Delete(file);
    }

    private async Task IsReadyAsync()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "-/ready"), patience.Token);
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
