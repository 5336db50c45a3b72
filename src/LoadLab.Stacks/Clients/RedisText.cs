using System.Globalization;
using StackExchange.Redis;

namespace LoadLab.Stacks.Clients;

/// <summary>Reads where a Redis is: StackExchange.Redis' configuration, or a URI, in which every password can be given. Pure functions.</summary>
internal static class RedisText
{
    /// <summary>What may be written, for messages.</summary>
    public const string Allowed =
        "Write host:port,password=… or redis://user:password@host:port/0 (rediss:// for TLS). A password with a comma goes only into the second, with %2C for it";

    private const int DefaultPort = 6379;

    /// <summary>The options that the text stands for.</summary>
    /// <exception cref="ArgumentException">It is neither. Nothing of the text is in the message.</exception>
    public static ConfigurationOptions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (ConnectionUri.TryParse(text, ["redis", "rediss"]) is { } uri)
            return Of(uri);
        try
        {
            CheckTail(text);
            return ConfigurationOptions.Parse(text);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            // Its own message quotes what it could not read, and that may be the rest of a password.
            throw new ArgumentException(Allowed);
        }
    }

    private static ConfigurationOptions Of(ConnectionUri uri)
    {
        var isTls = uri.Scheme == "rediss";
        if (uri.Options.Count > 0 || uri.Hosts.Any(host => host.Length == 0))
            throw new ArgumentException(Allowed);
        var options = new ConfigurationOptions { Ssl = isTls, User = uri.User is { Length: > 0 } user ? user : null, Password = uri.Password };
        foreach (var host in uri.Hosts)
            options.EndPoints.Add(ConnectionUri.HasPort(host) ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{DefaultPort}"));
        if (isTls)
            options.SslHost = ConnectionUri.WithoutPort(uri.Hosts[0]);
        if (uri.Path.Length > 0)
        {
            options.DefaultDatabase = int.TryParse(uri.Path, NumberStyles.None, CultureInfo.InvariantCulture, out var database)
                ? database
                : throw new ArgumentException(Allowed);
        }

        return options;
    }

    /// <summary>What follows the password and is no option would be taken for one more host, be looked up, and be printed.</summary>
    private static void CheckTail(string text)
    {
        var parts = text.Split(',');
        var password = Array.FindIndex(parts, part => part.TrimStart().StartsWith("password", StringComparison.OrdinalIgnoreCase));
        if (password >= 0 && parts.Skip(password + 1).Any(part => part.Trim().Length > 0 && !part.Contains('=', StringComparison.Ordinal)))
            throw new ArgumentException(Allowed);
    }
}
