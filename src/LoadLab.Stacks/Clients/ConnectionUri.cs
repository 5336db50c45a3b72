namespace LoadLab.Stacks.Clients;

/// <summary>
/// A connection string as a URI. More lenient than RFC 3986: the last '@' ends the password, so that one which nobody has encoded is read
/// as it was meant.
/// </summary>
/// <param name="Scheme">In lower case.</param>
/// <param name="User">Null when there is none.</param>
/// <param name="Password">Null when there is none.</param>
/// <param name="Hosts">Hosts, with ports where they have one.</param>
/// <param name="Path">Without its '/'.</param>
/// <param name="Options">The query.</param>
internal sealed record ConnectionUri(
    string Scheme, string? User, string? Password, IReadOnlyList<string> Hosts, string Path, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Reads a text; null when it has none of the schemes.</summary>
    public static ConnectionUri? TryParse(string text, IReadOnlyList<string> schemes)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = end < 0 ? "" : text[..end].Trim().ToLowerInvariant();
        if (!schemes.Contains(scheme))
            return null;
        var rest = text[(end + 3)..].Trim();
        var at = rest.LastIndexOf('@');
        var (user, password) = at < 0 ? (null, null) : UserInfo(rest[..at]);
        rest = rest[(at + 1)..];
        var query = rest.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? rest[(mark + 1)..] : "";
        rest = query.Length > 0 || rest.EndsWith('?') ? rest[..rest.IndexOf('?', StringComparison.Ordinal)] : rest;
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (hosts, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            options[Uri.UnescapeDataString(equals < 0 ? pair : pair[..equals])] = equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
        }

        return new ConnectionUri(scheme, user, password, hosts.Split(','), Uri.UnescapeDataString(path), options);
    }

    /// <summary>True for <c>host:6379</c> and <c>[::1]:6379</c>.</summary>
    public static bool HasPort(string host) => host.LastIndexOf(':') > host.LastIndexOf(']') && host.LastIndexOf(':') >= 0;

    /// <summary>The host alone.</summary>
    public static string WithoutPort(string host) => (HasPort(host) ? host[..host.LastIndexOf(':')] : host).Trim('[', ']');

    private static (string? User, string? Password) UserInfo(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (Uri.UnescapeDataString(text), null) : (Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..]));
    }
}
