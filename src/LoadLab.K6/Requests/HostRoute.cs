using System.Net;
using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>Where a request connects to, by the script's option <c>hosts</c>.</summary>
internal static class HostRoute
{
    /// <summary>The address to connect to; the request's own for a host that has no other.</summary>
    public static Uri Of(Uri url, RequestOptions options)
    {
        if (options.Hosts.Count == 0 || Find(url, options.Hosts) is not { } route)
        {
            return url;
        }

        // An address of version 6 alone has colons too.
        var (address, port) = IPAddress.TryParse(route, out var alone) ? (alone, url.Port) : IPEndPoint.TryParse(route, out var both) ? (both.Address, both.Port) : (IPAddress.None, url.Port);
        return new UriBuilder(url) { Host = address.ToString(), Port = port }.Uri;
    }

    private static string? Find(Uri url, IReadOnlyDictionary<string, string> hosts)
    {
        var host = url.IdnHost;
        if (hosts.TryGetValue(FormattableString.Invariant($"{host}:{url.Port}"), out var route) || hosts.TryGetValue(host, out route))
        {
            return route;
        }

        // The longest name that fits, as in k6.
        for (var dot = host.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = host.IndexOf('.', dot + 1))
        {
            if (hosts.TryGetValue("*" + host[dot..], out route))
            {
                return route;
            }
        }

        return null;
    }
}
