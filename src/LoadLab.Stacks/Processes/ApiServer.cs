using System.Globalization;
using System.Net.Sockets;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Machine;

namespace LoadLab.Stacks.Processes;

/// <summary>The API that is up.</summary>
/// <param name="Child">Its process.</param>
/// <param name="Address">Its address on loopback.</param>
internal sealed record ApiServer(ChildProcess Child, Uri Address)
{
    /// <summary>Starts the API, or another process of the LMS, in a process of its own and waits until it is ready.</summary>
    public static async Task<ApiServer> StartAsync(
        ProcessStackContext context, ApiCommand command, LmsServers servers, long seed, LmsPlan lms, string role = "api")
    {
        var home = context.Group.Directory.Add(role, owner: null);
        var storage = context.Group.Directory.Add("storage", owner: null);
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };

        var (child, port) = await context.StartOnPortAsync(role, fixedPort: null, port => new ChildCommand
        {
            Role = role,
            FileName = command.FileName,
            Arguments = command.ArgumentsFor(AddressOf(port)),
            WorkingDirectory = home,
            LogPath = context.LogPath(role),
            Environment = EnvironmentOf(lms, command.ContentRoot, servers, storage, seed),
            // With its data gone, an orderly end has no use: what matters is that none is left.
            DeathSignal = UnixSignal.Kill,
            StopSteps = [(UnixSignal.Term, TimeSpan.FromSeconds(5))],
            Tier = 1,
        }, (port, cancellation) => IsReadyAsync(client, port, cancellation), context.Limits.Api).ConfigureAwait(false);
        return new ApiServer(child, AddressOf(port));
    }

    /// <summary>The configuration of the reference LMS as environment variables, from where its files and its servers are.</summary>
    internal static IReadOnlyDictionary<string, string> EnvironmentOf(LmsPlan plan, string contentRoot, LmsServers servers, string storage, long seed)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            // The child works inside the stack's directory; its own settings lie beside its assembly.
            ["ASPNETCORE_CONTENTROOT"] = contentRoot,
            ["ConnectionStrings__Postgres"] = servers.Postgres,
            ["ConnectionStrings__Redis"] = servers.Redis,
            ["Lms__Data__Seed"] = seed.ToString(CultureInfo.InvariantCulture),
            ["Lms__Storage__Path"] = storage,
        };
        if (servers.Smtp is { } smtp)
            values["ConnectionStrings__Smtp"] = smtp;
        foreach (var (key, value) in LmsSettings.Of(plan))
            values[key] = value;
        return values;
    }

    /// <summary>The address of a port.</summary>
    internal static Uri AddressOf(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));

    /// <summary>True when the API is ready on a port.</summary>
    internal static async Task<bool> IsReadyAsync(HttpClient client, int port, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(AddressOf(port), "health/ready"), cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            return false;
        }
    }
}

/// <summary>How the LMS reaches its servers.</summary>
/// <param name="Postgres">Npgsql connection string.</param>
/// <param name="Redis">StackExchange.Redis configuration.</param>
/// <param name="Smtp">Host and port; null for no mail.</param>
internal sealed record LmsServers(string Postgres, string Redis, string? Smtp);
