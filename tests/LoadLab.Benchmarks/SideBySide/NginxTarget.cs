using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LoadLab.Benchmarks.SideBySide;

/// <summary>nginx with one worker and a 24-byte answer: the target of all generators. Counts requests itself.</summary>
internal sealed class NginxTarget : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("loadlab-bench-");
    private readonly HttpClient _client = new();
    private readonly Process _process;

    public NginxTarget()
    {
        Port = FreePort();
        var configuration = Path.Combine(_directory.FullName, "nginx.conf");
        File.WriteAllText(configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off; worker_processes 1; pid {{_directory.FullName}}/pid; error_log {{_directory.FullName}}/error.log;
            events { worker_connections 4096; }
            http {
              access_log off; keepalive_requests 1000000000; keepalive_timeout 600s;
              server {
                listen 127.0.0.1:{{Port}};
                location = /status { stub_status; }
                location = /items { default_type application/json; return 200 '{"items":[1,2,3,4]}'; }
                location / { default_type text/plain; return 200 "abcdefghijklmnopqrstuvwx"; }
              }
            }
            """));
        _process = Process.Start(new ProcessStartInfo("nginx", ["-c", configuration, "-p", _directory.FullName]))
            ?? throw new InvalidOperationException("nginx did not start.");
    }

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/");

    public async Task WaitUntilReadyAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await RequestsAsync();
                return;
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Requests that nginx has handled since it started: the third number of stub_status.</summary>
    public async Task<long> RequestsAsync()
    {
        var lines = (await _client.GetStringAsync(Url + "status")).Split('\n');
        return long.Parse(lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _client.Dispose();
        _directory.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
