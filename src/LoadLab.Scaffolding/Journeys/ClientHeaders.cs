namespace LoadLab.Scaffolding.Journeys;

/// <summary>Headers that a client sets by itself, or that only a browser has: they are not written into a scenario.</summary>
internal static class ClientHeaders
{
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Connection", "Accept-Encoding", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "Keep-Alive", "Proxy-Connection", "DNT",
        "Upgrade-Insecure-Requests", "Cache-Control", "Pragma", "Priority", "If-None-Match", "If-Modified-Since", "User-Agent", "Referer", "Postman-Token", "Sec-GPC",
    };

    /// <summary>True for one of them.</summary>
    public static bool Has(string name) => name.Length == 0 || name[0] == ':' || Own.Contains(name)
        || name.StartsWith("sec-ch-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("sec-fetch-", StringComparison.OrdinalIgnoreCase);
}
