using System.Diagnostics;
using System.Globalization;
using LoadLab.IntegrationTests.ReferenceLms;
using Npgsql;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>
/// A real Postgres with TLS (an expired certificate for another name), passwords, a user that is rejected, one that is let in only over TLS, and room for 100
/// statements in <c>pg_stat_statements</c>.
/// </summary>
public sealed class PostgresLab : IAsyncLifetime, IDisposable
{
    private readonly ChildProcesses _children = new();
    private readonly string _root = Path.Combine(Path.GetTempPath(), "loadlab-pg-" + Guid.NewGuid().ToString("N")[..12]);
    private Process? _process;
    private bool _disposed;

    public int Port { get; } = NativeServers.FreePort();

    /// <summary>As the superuser, who needs no password.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=lms;Database=postgres;Pooling=false");

    private string Cluster => Path.Combine(_root, "pg");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_root);
        Permit(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        var log = Path.Combine(_root, "initdb.log");
        var initdb = _children.Start(Tool("initdb"), ["-D", Cluster, "-U", "lms", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8"], log, "KILL", "postgres");
        await initdb.WaitForExitAsync();
        initdb.ExitCode.Should().Be(0, await File.ReadAllTextAsync(log));
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("db.example", until: new DateTimeOffset(2020, 3, 1, 0, 0, 0, TimeSpan.Zero));
        TestAuthority.Write(certificate, Path.Combine(_root, "server"));
        using var owner = Process.Start("chown", ["postgres", Path.Combine(_root, "server.key"), Path.Combine(_root, "server.crt")]);
        await owner.WaitForExitAsync();
        Permit(Path.Combine(_root, "server.key"), UnixFileMode.UserRead);
        var rules = Path.Combine(_root, "hba");
        await File.WriteAllTextAsync(rules, """
            host    all shut   127.0.0.1/32 reject
            hostssl all sealed 127.0.0.1/32 scram-sha-256
            host    all lms    127.0.0.1/32 trust
            host    all ann    127.0.0.1/32 scram-sha-256
            host    all looker 127.0.0.1/32 scram-sha-256

            """);
        await StartAsync();
        await RunAsync("ALTER SYSTEM SET ssl = on");
        await RunAsync("SELECT pg_reload_conf()");
        await RunAsync("CREATE EXTENSION pg_stat_statements");
    }

    /// <summary>Runs it on a connection of its own, once or several times.</summary>
    public async Task RunAsync(string sql, int times = 1)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        for (var time = 0; time < times; time++)
        {
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>One value.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Stops it, and starts it again.</summary>
    public async Task RestartAsync()
    {
        ChildProcesses.Signal(_process!, "INT");
        await _process!.WaitForExitAsync();
        await StartAsync();
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _children.Dispose();
            Directory.Delete(_root, recursive: true);
        }
    }

    private async Task StartAsync()
    {
        var log = Path.Combine(_root, "postgres.log");
        string[] settings =
        [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_preload_libraries=pg_stat_statements", "pg_stat_statements.max=100",
            $"ssl_cert_file={_root}/server.crt", $"ssl_key_file={_root}/server.key", $"hba_file={_root}/hba",
        ];
        _process = _children.Start(
            Tool("postgres"), ["-D", Cluster, "-p", Port.ToString(CultureInfo.InvariantCulture), .. settings.SelectMany(setting => new[] { "-c", setting })], log, "INT", "postgres");
        await Eventually.AsyncTrue(
            async () =>
            {
                try
                {
                    await ScalarAsync("SELECT 1");
                    return true;
                }
                catch (NpgsqlException)
                {
                    _process.HasExited.Should().BeFalse(_process.HasExited ? await File.ReadAllTextAsync(log) : "");
                    return false;
                }
            },
            "Postgres answers");
    }

    private static void Permit(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static string Tool(string name) =>
        Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin", name)).FirstOrDefault(File.Exists) ?? name;
}
