using System.Net;

namespace LoadLab.K6.State;

/// <summary>
/// A jar of cookies by RFC 6265: which cookies go to which address. Values are kept as they were written. .NET's container reads a comma in a value
/// as the next cookie, and drops the 21st cookie of a host without a word. Thread-safe.
/// </summary>
internal sealed class CookieStore(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Domain, string Path, string Name), Entry> _entries = [];
    private long _made;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count == 0;
            }
        }
    }

    /// <summary>Keeps a cookie that came with an answer from an address, or that a script set for it; one that is over already is removed.</summary>
    /// <returns>False for a cookie of a domain that the address is not of.</returns>
    public bool Set(Uri url, StoredCookie cookie)
    {
        var host = url.IdnHost.ToLowerInvariant();
        var domain = cookie.Domain.TrimStart('.').ToLowerInvariant();
        var isHostOnly = domain.Length == 0 || (domain == host && IPAddress.TryParse(host, out _));
        if (!isHostOnly && !IsWithin(host, domain))
        {
            return false;
        }

        var path = cookie.Path.StartsWith('/') ? cookie.Path : DefaultPath(url);
        var key = (isHostOnly ? host : domain, path, cookie.Name);
        DateTimeOffset? ends = cookie.MaxAge switch
        {
            < 0 => DateTimeOffset.MinValue,
            > 0 => time.GetUtcNow().AddSeconds(Math.Min(cookie.MaxAge, 1e9)),
            _ => cookie.Expires,
        };
        lock (_lock)
        {
            if (ends <= time.GetUtcNow())
            {
                _entries.Remove(key);
            }
            else
            {
                var order = _entries.TryGetValue(key, out var old) ? old.Order : _made++;
                _entries[key] = new Entry(cookie, isHostOnly, ends, order);
            }
        }

        return true;
    }

    /// <summary>The cookies that go to an address: those of longer paths first, then the older ones.</summary>
    public IReadOnlyList<StoredCookie> For(Uri url)
    {
        lock (_lock)
        {
            return _entries.Count == 0 ? [] : [.. Matching(url).OrderByDescending(entry => entry.Key.Path.Length).ThenBy(entry => entry.Value.Order).Select(entry => entry.Value.Cookie)];
        }
    }

    /// <summary>Removes the cookies that go to an address, or the one of a name.</summary>
    public void Remove(Uri url, string? name = null)
    {
        lock (_lock)
        {
            foreach (var entry in Matching(url).Where(entry => name is null || entry.Key.Name == name).ToList())
            {
                _entries.Remove(entry.Key);
            }
        }
    }

    private IEnumerable<KeyValuePair<(string Domain, string Path, string Name), Entry>> Matching(Uri url)
    {
        var (host, path, now) = (url.IdnHost.ToLowerInvariant(), url.AbsolutePath, time.GetUtcNow());
        // As in Go and in browsers, this machine itself is a secure place.
        var isSecure = url.Scheme is "https" or "wss" || url.IsLoopback || host.EndsWith(".localhost", StringComparison.Ordinal);
        return _entries.Where(entry => (entry.Value.IsHostOnly ? host == entry.Key.Domain : IsWithin(host, entry.Key.Domain))
            && IsUnder(path, entry.Key.Path) && (isSecure || !entry.Value.Cookie.Secure) && !(entry.Value.Ends <= now));
    }

    private static bool IsWithin(string host, string domain) => host == domain || (host.EndsWith("." + domain, StringComparison.Ordinal) && !IPAddress.TryParse(host, out _));

    private static bool IsUnder(string path, string of) => path == of || (path.StartsWith(of, StringComparison.Ordinal) && (of.EndsWith('/') || path[of.Length] == '/'));

    private static string DefaultPath(Uri url) => url.AbsolutePath.LastIndexOf('/') is > 0 and var slash ? url.AbsolutePath[..slash] : "/";

    private sealed record Entry(StoredCookie Cookie, bool IsHostOnly, DateTimeOffset? Ends, long Order);
}
