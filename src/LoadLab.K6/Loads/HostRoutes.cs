using System.Net;

namespace LoadLab.K6.Loads;

/// <summary>Reads the option <c>hosts</c>: names, and the addresses that stand for them.</summary>
internal static class HostRoutes
{
    public static Dictionary<string, string> Read(OptionReader options, List<string> faults)
    {
        var hosts = new Dictionary<string, string>(options.Texts("hosts"), StringComparer.OrdinalIgnoreCase);
        faults.AddRange(hosts.Where(host => !IPAddress.TryParse(host.Value, out _) && !IPEndPoint.TryParse(host.Value, out _))
            .Select(host => $"options.hosts['{host.Key}']: '{host.Value}' is no address. Write an IP address, with a port if need be: '127.0.0.1' or '127.0.0.1:8080'."));
        faults.AddRange(hosts.Keys.Where(name => name.LastIndexOf('*') > 0 || (name.StartsWith('*') && !name.StartsWith("*.", StringComparison.Ordinal)))
            .Select(name => $"options.hosts['{name}']: a '*' stands for the first part of a name only: '*.example.com'."));
        return hosts;
    }
}
