using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using LoadLab.IntegrationTests.Engine;
using LoadLab.IntegrationTests.ReferenceLms;

namespace LoadLab.IntegrationTests.ForeignBackends;

/// <summary>The servers of the zoo. Each is started when a test first asks for it, and lives until the last test has run.</summary>
public sealed class ForeignServers : IDisposable
{
    /// <summary>The password of the Redis user <c>zoo</c>: what people and password makers write.</summary>
    public const string RedisPassword = "p=w;1\"#%&é$ '";

    private readonly ChildProcesses _children = new();
    private readonly string _root = Directory.CreateTempSubdirectory("loadlab-zoo-").FullName;
    private readonly Dictionary<string, Task<int[]>> _started = [];

    public ForeignServers()
    {
        // Some servers run as another user.
        Permit(_root, (UnixFileMode)0b111_111_111);
        using var certificate = Certificates.SelfSigned();
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_root, "key.pem"), certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The certificate of the servers with TLS, which nobody signed.</summary>
    public string Certificate => Path.Combine(_root, "certificate.pem");

    /// <summary>nginx's access log: a line for each request that it answered.</summary>
    public string NginxLog => Path.Combine(_root, "access.log");

    /// <summary>nginx with <c>keepalive_requests 50</c>: ports of HTTP/2 without and with TLS, and of HTTP/1.1 without and with TLS.</summary>
    public Task<int[]> NginxAsync() => OnceAsync("nginx", 4, async ports =>
    {
        var config = Path.Combine(_root, "nginx.conf");
        string Server(int port, string options) => $$"""
            server {
              listen 127.0.0.1:{{port}}{{options}};
              ssl_certificate {{Certificate}};
              ssl_certificate_key {{_root}}/key.pem;
              location / { return 200 "ok"; }
            }
            """;
        var folders = string.Join('\n', new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {_root}/{name};"));
        await File.WriteAllTextAsync(config, $$"""
            daemon off;
            pid {{_root}}/nginx.pid;
            worker_processes 1;
            error_log {{_root}}/nginx.log;
            events { worker_connections 1024; }
            http {
              access_log {{NginxLog}};
              keepalive_requests 50;
              {{folders}}
              {{Server(ports[0], " http2")}}
              {{Server(ports[1], " ssl http2")}}
              {{Server(ports[2], "")}}
              {{Server(ports[3], " ssl")}}
            }
            """);
        return Start("nginx", ["-p", _root, "-c", config, "-e", Path.Combine(_root, "nginx.log")], "QUIT");
    });

    /// <summary>A server that misbehaves by path: its port, and that of its counts.</summary>
    public Task<int[]> MisbehavingAsync() => OnceAsync("misbehave", 2, ports => Task.FromResult(
        Start("node", [Script("misbehave.js"), .. ports.Select(Text)], "TERM")));

    /// <summary>Another one the next time, when a test has made it stop.</summary>
    public void ForgetMisbehaving() => _started.Remove("misbehave");

    /// <summary>What the misbehaving server saw and dropped of a path; nothing when it was never asked.</summary>
    public async Task<(int Seen, int Dropped)> CountsAsync(string path)
    {
        using var client = new HttpClient();
        using var counts = JsonDocument.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{(await MisbehavingAsync())[1]}/")));
        return counts.RootElement.TryGetProperty(path, out var count) ? (count.GetProperty("seen").GetInt32(), count.GetProperty("dropped").GetInt32()) : (0, 0);
    }

    /// <summary>A Redis without a default user, with TLS and the user <c>zoo</c>, who may read and write but not administer: its port.</summary>
    public Task<int[]> RedisAsync() => OnceAsync("redis-tls", 1, async ports =>
    {
        var acl = Path.Combine(_root, "users.acl");
        var hash = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(RedisPassword)));
        await File.WriteAllTextAsync(acl, $"user default off\nuser zoo on #{hash} ~* &* +@all -@admin -@dangerous +info +client +config|get\n");
        return Start(
            "redis-server",
            [
                "--port", "0", "--tls-port", Text(ports[0]), "--bind", "127.0.0.1", "--save", "", "--dir", _root, "--aclfile", acl,
                "--tls-cert-file", Certificate, "--tls-key-file", Path.Combine(_root, "key.pem"), "--tls-ca-cert-file", Certificate, "--tls-auth-clients", "no",
            ],
            "TERM");
    });

    /// <summary>pgbouncer, pooling by transaction, in front of a Postgres: its port.</summary>
    public Task<int[]> PgBouncerAsync(int postgresPort) => OnceAsync("pgbouncer", 1, async ports =>
    {
        var config = Path.Combine(_root, "pgbouncer.ini");
        await File.WriteAllTextAsync(config, $"""
            [databases]
            * = host=127.0.0.1 port={postgresPort} user=lms
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {ports[0]}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            ignore_startup_parameters = extra_float_digits
            """);
        Permit(config, (UnixFileMode)0b110_100_100);
        return Start("pgbouncer", [config], "INT", user: "postgres");
    });

    /// <summary>Parse Server over this Postgres and Redis: its port.</summary>
    public Task<int[]> ParseAsync(string postgres, string redis) => OnceAsync("parse", 1, ports => Task.FromResult(
        Start("node", [Script("parse.js"), Text(ports[0]), postgres, redis], "KILL")));

    public void Dispose()
    {
        _children.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static void Permit(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static string Script(string name) => Path.Combine(Built.Home, "tests", "LoadLab.IntegrationTests", "ForeignBackends", "servers", name);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private Process Start(string program, string[] arguments, string deathSignal, string? user = null) => _children.Start(
        ForeignPrograms.Find(program)!, arguments, Path.Combine(_root, program + ".out"), deathSignal, user,
        new Dictionary<string, string> { ["LOADLAB_ZOO"] = ForeignPrograms.Zoo });

    private Task<int[]> OnceAsync(string name, int ports, Func<int[], Task<Process>> start)
    {
        if (!_started.TryGetValue(name, out var started))
        {
            _started[name] = started = StartAsync(name, [.. Enumerable.Range(0, ports).Select(_ => NativeServers.FreePort())], start);
        }

        return started;
    }

    private async Task<int[]> StartAsync(string name, int[] ports, Func<int[], Task<Process>> start)
    {
        var process = await start(ports);
        foreach (var port in ports)
        {
            await Eventually.AsyncTrue(
                async () =>
                {
                    process.HasExited.Should().BeFalse("{0} must run: {1}", name, string.Join('\n', Directory.EnumerateFiles(_root, "*.out").Select(File.ReadAllText)));
                    using var client = new TcpClient();
                    try
                    {
                        await client.ConnectAsync(IPAddress.Loopback, port);
                        return true;
                    }
                    catch (SocketException)
                    {
                        return false;
                    }
                },
                name + " listens");
        }

        return ports;
    }
}

/// <summary>All tests of the zoo share its servers.</summary>
[CollectionDefinition(Name)]
public sealed class ZooDefinition : ICollectionFixture<ForeignServers>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "zoo";
}
