using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Settings;

namespace LoadLab.Stacks.Processes;

/// <summary>A Redis that is up.</summary>
/// <param name="Child">The server.</param>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="Configuration">StackExchange.Redis configuration.</param>
internal sealed record RedisServer(ChildProcess Child, int Port, string Configuration)
{
    private static readonly (string Name, string Value)[] s_defaults =
    [
        ("maxmemory", "256mb"),
        // A cache that evicts would hide a full memory from the SLO on it.
        ("maxmemory-policy", "noeviction"),
        ("save", ""),
        ("appendonly", "no"),
    ];

    /// <summary>Starts Redis in the stack's directory and waits until it answers.</summary>
    public static async Task<RedisServer> StartAsync(ProcessStackContext context, string program)
    {
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var home = context.Group.Directory.Add("redis", context.Account);
        var file = Path.Combine(home, "redis.conf");
        await File.WriteAllTextAsync(file, WriteSettings(context.Plan.Redis, home, password), context.Cancellation).ConfigureAwait(false);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (context.Account is { } owner)
            Native.ChangeOwner(file, owner.UserId, owner.GroupId);

        var (child, port) = await context.StartOnPortAsync("redis", SettingRules.FixedPort(context.Plan.Redis), port => new ChildCommand
        {
            Role = "redis",
            FileName = program,
            Arguments = [file, "--port", port.ToString(CultureInfo.InvariantCulture)],
            WorkingDirectory = home,
            LogPath = context.LogPath("redis"),
            Environment = new Dictionary<string, string> { ["LC_ALL"] = "C" },
            Account = context.Account,
            DeathSignal = UnixSignal.Term,
            StopSteps = [(UnixSignal.Term, TimeSpan.FromSeconds(3))],
        }, (port, cancellation) => AnswersAsync(port, password, cancellation), context.Limits.Redis).ConfigureAwait(false);
        return new RedisServer(child, port, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={password}"));
    }

    /// <summary>The lines of redis.conf; the last line of a setting counts, but lines of <c>save</c> add up.</summary>
    internal static string WriteSettings(IReadOnlyDictionary<string, string> suite, string home, string password, string bind = "127.0.0.1")
    {
        var text = new StringBuilder();
        Line("bind", bind);
        Line("protected-mode", "yes");
        Line("daemonize", "no");
        Line("dir", home);
        Line("requirepass", password);
        foreach (var (name, value) in s_defaults.Where(setting => !suite.ContainsKey(setting.Name)))
            Line(name, value);
        foreach (var (name, value) in suite.Where(setting => setting.Key != "port").OrderBy(setting => setting.Key, StringComparer.Ordinal))
            Line(name, value);
        return text.ToString();

        void Line(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name} {(value.Length == 0 ? "\"\"" : value)}\n");
    }

    /// <summary>True when a Redis with this password answers on the port.</summary>
    /// <remarks>Two inline commands of the protocol, https://redis.io/docs/latest/develop/reference/protocol-spec/#inline-commands.</remarks>
    internal static async Task<bool> AnswersAsync(int port, string password, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\nPING\r\n"), cancellationToken).ConfigureAwait(false);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) == "+OK"
                && await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) == "+PONG";
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }
}
