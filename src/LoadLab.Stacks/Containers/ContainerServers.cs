using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Clients;
using LoadLab.Stacks.Processes;
using LoadLab.Stacks.Settings;
using Npgsql;
using Testcontainers.PostgreSql;
using Testcontainers.Redis;

namespace LoadLab.Stacks.Containers;

/// <summary>A server in a container: how it is reached from here, and from the other containers.</summary>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="ForProbes">Connection string with all rights, from here.</param>
/// <param name="ForApi">Connection string of the API.</param>
internal sealed record ContainerServer(int Port, string ForProbes, string ForApi);

/// <summary>
/// Starts Postgres, Redis and the reference LMS in containers, with the settings of the native stack. Testcontainers' modules serve a bridge only: they bind
/// their port, nothing can take that back, and on the host's network, where no port is bound, Testcontainers waits 15 s for it and gives up.
/// </summary>
internal static class ContainerServers
{
    private const int PostgresPort = 5432;
    private const int RedisPort = 6379;
    private const int ApiPort = 8080;
    private const int SmtpPort = 1025;

    /// <summary>Starts Postgres, with the statistics of statements where the image has them.</summary>
    public static async Task<ContainerServer> StartPostgresAsync(ContainerStarter starter, IProgress<string> progress)
    {
        var (server, start) = await TryStartPostgresAsync(starter, hasStatistics: true).ConfigureAwait(false);
        if (start.Cause == StartCause.NoStatementStatistics)
        {
            progress.Report($"{ContainerImages.Of(starter.Plan, "postgres")} has no pg_stat_statements: the report will not name statements");
            (server, start) = await TryStartPostgresAsync(starter, hasStatistics: false).ConfigureAwait(false);
        }

        return start.Fault is { } fault ? throw fault : server!;
    }

    /// <summary>Starts Redis.</summary>
    public static async Task<ContainerServer> StartRedisAsync(ContainerStarter starter)
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var settings = Encoding.UTF8.GetBytes(RedisServer.WriteSettings(starter.Plan.Redis, "/data", password, starter.IsHostNetwork ? "127.0.0.1" : "* -::*"));
        var image = ContainerImages.Of(starter.Plan, "redis");
        var port = await starter.StartAsync("redis", SettingRules.FixedPort(starter.Plan.Redis), port =>
        {
            string[] command = ["redis-server", "/loadlab/redis.conf", "--port", Text(starter.IsHostNetwork ? port : RedisPort)];
            return starter.IsHostNetwork
                ? starter.Configure<ContainerBuilder, IContainer, IContainerConfiguration>(new ContainerBuilder(image), "redis", port, RedisPort)
                    .WithCommand(new OverwriteEnumerable<string>(command)).WithResourceMapping(settings, "/loadlab/redis.conf").Build()
                : starter.Configure<RedisBuilder, RedisContainer, RedisConfiguration>(new RedisBuilder(image), "redis", port, RedisPort)
                    .WithCommand(new OverwriteEnumerable<string>(command)).WithResourceMapping(settings, "/loadlab/redis.conf").Build();
        }, (port, cancellation) => RedisServer.AnswersAsync(port, password, cancellation), starter.Limits.Redis).ConfigureAwait(false);
        return new ContainerServer(
            port,
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={password}"),
            starter.IsHostNetwork ? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={password}") : $"redis:{Text(RedisPort)},password={password}");
    }

    /// <summary>Starts the mail server: Mailpit, or what takes its settings. It takes every mail, shows itself to nobody but this machine, and keeps few.</summary>
    /// <returns>Where the API reaches it, and what it says of itself.</returns>
    public static async Task<(string Address, string Greeting)> StartSmtpAsync(ContainerStarter starter)
    {
        var port = await starter.StartAsync(ContainerImages.Smtp, fixedPort: null, port =>
                starter.Configure<ContainerBuilder, IContainer, IContainerConfiguration>(new ContainerBuilder(ContainerImages.Of(starter.Plan, ContainerImages.Smtp)), ContainerImages.Smtp, port, SmtpPort)
                    .WithEnvironment(new Dictionary<string, string>
                    {
                        ["MP_SMTP_BIND_ADDR"] = starter.IsHostNetwork ? $"127.0.0.1:{Text(port)}" : $"0.0.0.0:{Text(SmtpPort)}",
                        // On the host's network its page would be open to others, at a port that may be taken.
                        ["MP_UI_BIND_ADDR"] = "127.0.0.1:0",
                        ["MP_MAX_MESSAGES"] = "100",
                        ["MP_SMTP_DISABLE_RDNS"] = "true",
                        ["MP_DISABLE_VERSION_CHECK"] = "true",
                    })
                    .Build(),
            SmtpServer.GreetsAsync, starter.Limits.Redis).ConfigureAwait(false);
        return (starter.IsHostNetwork ? $"127.0.0.1:{Text(port)}" : $"{ContainerImages.Smtp}:{Text(SmtpPort)}",
            await SmtpServer.GreetingAsync(port, starter.Cancellation).ConfigureAwait(false) ?? "unknown");
    }

    /// <summary>Starts the reference LMS, as the API or as its grading worker, and waits until its data is there.</summary>
    /// <returns>Its address.</returns>
    public static async Task<Uri> StartApiAsync(ContainerStarter starter, LmsServers servers, long seed, LmsPlan lms, string role = "api")
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        var environment = ApiServer.EnvironmentOf(lms, "/app", servers, "/storage", seed);
        var port = await starter.StartAsync(role, fixedPort: null, port =>
                starter.Configure<ContainerBuilder, IContainer, IContainerConfiguration>(new ContainerBuilder(ContainerImages.Of(starter.Plan, "api")), role, port, ApiPort)
                    .WithEnvironment(environment)
                    .WithEntrypoint("dotnet", "LoadLab.ReferenceLms.dll")
                    .WithCommand("--urls", starter.IsHostNetwork ? $"http://127.0.0.1:{Text(port)}" : $"http://0.0.0.0:{Text(ApiPort)}", "--prepare")
                    .Build(),
            (port, cancellation) => ApiServer.IsReadyAsync(client, port, cancellation), starter.Limits.Api).ConfigureAwait(false);
        return ApiServer.AddressOf(port);
    }

    private static async Task<(ContainerServer? Server, StartResult Start)> TryStartPostgresAsync(ContainerStarter starter, bool hasStatistics)
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var apiPassword = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var image = ContainerImages.Of(starter.Plan, "postgres");
        var settings = PostgresSettings.All(starter.Plan.Postgres, hasStatistics);
        var start = await starter.TryStartAsync("postgres", SettingRules.FixedPort(starter.Plan.Postgres), port =>
        {
            // What the image's own script passes on to the server; a later setting counts.
            List<string> command = ["postgres"];
            foreach (var (name, value) in settings.Append(("listen_addresses", starter.IsHostNetwork ? "127.0.0.1" : "*")).Append(("port", Text(starter.IsHostNetwork ? port : PostgresPort))))
                command.AddRange(["-c", $"{name}={value}"]);
            return starter.IsHostNetwork
                ? starter.Configure<ContainerBuilder, IContainer, IContainerConfiguration>(new ContainerBuilder(image), "postgres", port, PostgresPort)
                    .WithEnvironment(new Dictionary<string, string> { ["POSTGRES_USER"] = PostgresServer.Admin, ["POSTGRES_PASSWORD"] = password, ["POSTGRES_DB"] = "postgres" })
                    .WithCommand(new OverwriteEnumerable<string>(command)).Build()
                // The module's own command switches fsync off: it has to be replaced, not added to.
                : starter.Configure<PostgreSqlBuilder, PostgreSqlContainer, PostgreSqlConfiguration>(new PostgreSqlBuilder(image), "postgres", port, PostgresPort)
                    .WithUsername(PostgresServer.Admin).WithPassword(password).WithDatabase("postgres")
                    .WithCommand(new OverwriteEnumerable<string>(command)).Build();
        }, (port, cancellation) => AnswersAsync(Connection("127.0.0.1", port, PostgresServer.Admin, password, "postgres"), cancellation), starter.Limits.Postgres).ConfigureAwait(false);
        if (start.Fault is not null)
            return (null, start);

        var admin = Connection("127.0.0.1", start.Port, PostgresServer.Admin, password, PostgresServer.Api);
        await PostgresServer.CreateDatabaseAsync(admin, apiPassword, hasStatistics, starter.Cancellation).ConfigureAwait(false);
        return (new ContainerServer(start.Port, admin, starter.IsHostNetwork
            ? Connection("127.0.0.1", start.Port, PostgresServer.Api, apiPassword, PostgresServer.Api)
            : Connection("postgres", PostgresPort, PostgresServer.Api, apiPassword, PostgresServer.Api)), start);
    }

    private static string Connection(string host, int port, string user, string password, string database) =>
        new NpgsqlConnectionStringBuilder { Host = host, Port = port, Username = user, Password = password, Database = database }.ConnectionString;

    private static async Task<bool> AnswersAsync(string connectionString, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = PostgresClient.Source(connectionString, "loadlab-setup", TimeSpan.FromSeconds(2));
            await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
