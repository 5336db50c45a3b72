using System.Globalization;
using System.Security.Cryptography;
using LoadLab.Core;
using LoadLab.Stacks.Clients;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Settings;
using Npgsql;

namespace LoadLab.Stacks.Processes;

/// <summary>A Postgres that is up, with a database and a role for the API.</summary>
/// <param name="Child">The postmaster.</param>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="AdminConnectionString">Superuser in the API's database: for probes.</param>
/// <param name="ApiConnectionString">The owner of the API's database, with no other rights.</param>
internal sealed record PostgresServer(ChildProcess Child, int Port, string AdminConnectionString, string ApiConnectionString)
{
    /// <summary>Name of the superuser.</summary>
    internal const string Admin = "loadlab";

    /// <summary>Name of the API's database, and of its owner.</summary>
    internal const string Api = "lms";

    /// <summary>Makes a cluster in the stack's directory, starts it and waits until it answers.</summary>
    public static async Task<PostgresServer> StartAsync(ProcessStackContext context, string binaries)
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var apiPassword = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var home = context.Group.Directory.Add("postgres", context.Account);
        var data = Path.Combine(home, "data");
        await InitialiseAsync(context, binaries, home, data, password).ConfigureAwait(false);
        var hasStatistics = HasStatementStatistics(binaries);
        await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"),
            PostgresSettings.Write(context.Plan.Postgres, home, hasStatistics), context.Cancellation).ConfigureAwait(false);

        var (child, port) = await context.StartOnPortAsync("postgres", SettingRules.FixedPort(context.Plan.Postgres), port => new ChildCommand
        {
            Role = "postgres",
            FileName = Path.Combine(binaries, "postgres"),
            Arguments = ["-D", data, "-p", port.ToString(CultureInfo.InvariantCulture)],
            WorkingDirectory = home,
            LogPath = context.LogPath("postgres"),
            Environment = new Dictionary<string, string> { ["LC_ALL"] = "C" },
            Account = context.Account,
            DeathSignal = UnixSignal.Int,
            StopSteps = [(UnixSignal.Int, TimeSpan.FromSeconds(5)), (UnixSignal.Quit, TimeSpan.FromSeconds(3))],
            KillSignal = UnixSignal.Quit,
        }, (_, _) => Task.FromResult(IsReady(data)), context.Limits.Postgres).ConfigureAwait(false);

        var builder = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = Admin, Password = password, Database = Api };
        await CreateDatabaseAsync(builder.ConnectionString, apiPassword, hasStatistics, context.Cancellation).ConfigureAwait(false);
        return new PostgresServer(child, port, builder.ConnectionString,
            new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = Api, Password = apiPassword, Database = Api }.ConnectionString);
    }

    private static async Task InitialiseAsync(ProcessStackContext context, string binaries, string home, string data, string password)
    {
        var passwordFile = Path.Combine(home, "password");
        await File.WriteAllTextAsync(passwordFile, password, context.Cancellation).ConfigureAwait(false);
        File.SetUnixFileMode(passwordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (context.Account is { } owner)
            Native.ChangeOwner(passwordFile, owner.UserId, owner.GroupId);

        var log = "";
        // C.UTF-8 where the system has it, as production would; the bare C locale is always there.
        foreach (var locale in new[] { "C.UTF-8", "C" })
        {
            var exitCode = await context.RunToEndAsync(new ChildCommand
            {
                Role = "initdb",
                FileName = Path.Combine(binaries, "initdb"),
                Arguments = ["-D", data, "-U", Admin, "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=" + locale, "--no-instructions"],
                WorkingDirectory = home,
                LogPath = context.LogPath("initdb"),
                Environment = new Dictionary<string, string> { ["LC_ALL"] = "C" },
                Account = context.Account,
                DeathSignal = UnixSignal.Kill,
                StopSteps = [(UnixSignal.Term, TimeSpan.FromSeconds(2))],
            }).ConfigureAwait(false);
            if (exitCode == 0)
            {
                File.Delete(passwordFile);
                return;
            }

            log = LogTail.Read(context.LogPath("initdb"));
            if (!log.Contains("locale", StringComparison.OrdinalIgnoreCase))
                break;
        }

        throw new LoadLabException(ExitCode.BadConfiguration,
            $"Stack 'processes', postgres: initdb failed. Last lines of its output:{Environment.NewLine}{log}",
            "A full disk, or a user without an entry in /etc/passwd, are the usual reasons.");
    }

    // The eighth line of postmaster.pid says 'ready' once connections are taken; asking by connecting would cost an exception a try.
    private static bool IsReady(string data)
    {
        var path = Path.Combine(data, "postmaster.pid");
        return ProcessTable.TryRead(path, out var text) && text.Split('\n') is { Length: >= 8 } lines && lines[7].Trim() == "ready";
    }

    /// <summary>Makes the API's database and its owner.</summary>
    internal static async Task CreateDatabaseAsync(string adminConnectionString, string apiPassword, bool hasStatistics, CancellationToken cancellationToken)
    {
        // Names are constants and the password is hex digits of our own; these statements take no parameters.
        await ExecuteAsync(adminConnectionString, "postgres", [$"CREATE ROLE {Api} LOGIN PASSWORD '{apiPassword}'", $"CREATE DATABASE {Api} OWNER {Api}"], cancellationToken).ConfigureAwait(false);
        if (hasStatistics)
            await ExecuteAsync(adminConnectionString, Api, ["CREATE EXTENSION IF NOT EXISTS pg_stat_statements"], cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(string connectionString, string database, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        await using var source = PostgresClient.Source(connectionString, "loadlab-setup", TimeSpan.FromSeconds(30), database);
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // The library alone is not enough: the extension's script comes in the same package, but may have been left out.
    private static bool HasStatementStatistics(string binaries)
    {
        var root = Path.GetDirectoryName(binaries) ?? "/";
        var library = new[] { Path.Combine(root, "lib", "pg_stat_statements.so"), Path.Combine(root, "lib", "postgresql", "pg_stat_statements.so") };
        var share = new[]
        {
            root.Replace("/usr/lib/postgresql/", "/usr/share/postgresql/", StringComparison.Ordinal),
            Path.Combine(root, "share"),
            Path.Combine(root, "share", "postgresql"),
        };
        return library.Any(File.Exists) && share.Any(path => File.Exists(Path.Combine(path, "extension", "pg_stat_statements.control")));
    }
}
