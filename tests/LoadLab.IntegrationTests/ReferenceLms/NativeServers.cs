using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.IntegrationTests.ReferenceLms;

/// <summary>A real Postgres and a real Redis in a temporary directory on free loopback ports.</summary>
public sealed class NativeServers : IAsyncLifetime, IDisposable
{
    private readonly ChildProcesses _children = new();
    private readonly string _root = Path.Combine(Path.GetTempPath(), "lms-test-" + Guid.NewGuid().ToString("N")[..12]);
    private readonly int _postgresPort = FreePort();
    private readonly int _redisPort = FreePort();
    private Process? _postgres;
    private Process? _redis;
    private int _databases;
    private bool _disposed;

    internal ChildProcesses Children => _children;

    /// <summary>StackExchange.Redis configuration.</summary>
    public string Redis => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_redisPort}");

    private string Cluster => Path.Combine(_root, "pg");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_root);
        if (!OperatingSystem.IsWindows())
        {
            // initdb runs as another user and makes its own folder in here.
            File.SetUnixFileMode(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        }

        var log = Path.Combine(_root, "initdb.log");
        var initdb = _children.Start(PostgresTool("initdb"), ["-D", Cluster, "-U", "lms", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync"], log, "KILL", "postgres");
        await initdb.WaitForExitAsync();
        initdb.ExitCode.Should().Be(0, await File.ReadAllTextAsync(log));
        await StartPostgresAsync();
        await StartRedisAsync();
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Called twice by the test runner, as <see cref="IAsyncLifetime"/> and as <see cref="IDisposable"/>.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _children.Dispose();
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    /// <summary>A folder of its own below the temporary directory.</summary>
    public string NewFolder()
    {
        var path = Path.Combine(_root, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>An empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"lms{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(PostgresOf("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return PostgresOf(name);
    }

    public async Task StartPostgresAsync()
    {
        var log = Path.Combine(_root, "postgres.log");
        _postgres = _children.Start(
            PostgresTool("postgres"),
            ["-D", Cluster, "-p", _postgresPort.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
            log,
            "INT",
            "postgres");
        await Eventually.AsyncTrue(
            async () =>
            {
                await using var connection = new NpgsqlConnection(PostgresOf("postgres"));
                try
                {
                    await connection.OpenAsync();
                    return true;
                }
                catch (NpgsqlException)
                {
                    _postgres.HasExited.Should().BeFalse(_postgres.HasExited ? await File.ReadAllTextAsync(log) : "");
                    return false;
                }
            },
            "Postgres answers");
    }

    public async Task StopPostgresAsync()
    {
        ChildProcesses.Signal(_postgres!, "INT");
        await _postgres!.WaitForExitAsync();
    }

    public async Task StartRedisAsync()
    {
        _redis = _children.Start(
            "redis-server",
            ["--port", _redisPort.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--dir", _root],
            Path.Combine(_root, "redis.log"),
            "TERM");
        await Eventually.AsyncTrue(
            async () =>
            {
                using var client = new TcpClient();
                try
                {
                    await client.ConnectAsync(IPAddress.Loopback, _redisPort);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            "Redis answers");
    }

    public async Task StopRedisAsync()
    {
        ChildProcesses.Signal(_redis!, "TERM");
        await _redis!.WaitForExitAsync();
    }

    /// <summary>A client of its own.</summary>
    public async Task<ConnectionMultiplexer> ConnectRedisAsync() => await ConnectionMultiplexer.ConnectAsync(Redis);

    internal static int FreePort() => FreePorts.Next();

    private string PostgresOf(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_postgresPort};Username=lms;Database={database};Pooling=true");

    private static string PostgresTool(string name)
    {
        var folder = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin", name)).FirstOrDefault(File.Exists)
            : null;
        return folder ?? name;
    }
}
