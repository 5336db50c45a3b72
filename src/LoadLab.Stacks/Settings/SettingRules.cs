using System.Text.RegularExpressions;
using LoadLab.Core.Measurement;

namespace LoadLab.Stacks.Settings;

/// <summary>What a suite may set of a server that LoadLab starts.</summary>
internal static partial class SettingRules
{
    private static readonly HashSet<string> s_postgresOwn = new(StringComparer.OrdinalIgnoreCase)
    {
        "data_directory", "config_file", "hba_file", "ident_file", "external_pid_file", "listen_addresses", "unix_socket_directories",
        "logging_collector", "log_destination",
    };

    private static readonly HashSet<string> s_redisOwn = new(StringComparer.OrdinalIgnoreCase)
    {
        "bind", "dir", "daemonize", "supervised", "logfile", "pidfile", "unixsocket", "requirepass", "protected-mode", "include", "tls-port",
    };

    /// <summary>Every fault of both sections; empty when all is well.</summary>
    public static IReadOnlyList<string> FindFaults(IReadOnlyDictionary<string, string> postgres, IReadOnlyDictionary<string, string> redis) =>
        [.. Find(postgres, redis).Select(fault => fault.ToString())];

    /// <summary>The same, each with the path of its key.</summary>
    public static IEnumerable<SettingFault> Find(IReadOnlyDictionary<string, string> postgres, IReadOnlyDictionary<string, string> redis) =>
        FindFaults("stack.postgres", postgres, s_postgresOwn).Concat(FindFaults("stack.redis", redis, s_redisOwn));

    /// <summary>The port that a section fixes; null for a free one.</summary>
    public static int? FixedPort(IReadOnlyDictionary<string, string> settings) =>
        settings.TryGetValue("port", out var text) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    private static IEnumerable<SettingFault> FindFaults(string section, IReadOnlyDictionary<string, string> settings, HashSet<string> own)
    {
        foreach (var (name, value) in settings)
        {
            if (!NamePattern().IsMatch(name))
                yield return new(section, $"'{name}' is not the name of a setting. Use letters, digits, '_', '-' and '.'.");
            else if (own.Contains(name))
                yield return new($"{section}.{name}", "LoadLab sets this itself, to keep the stack on loopback and inside its directory. Remove it.");
            else if (value.AsSpan().ContainsAny('\n', '\r', '\0'))
                yield return new($"{section}.{name}", "the value has a line break. Write it on one line.");
            else if (name == "port" && !(int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535))
                yield return new($"{section}.port", $"'{value}' is not a port. Use 1 to 65535, or remove it for a free one.");
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
