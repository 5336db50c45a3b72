using System.Globalization;
using System.Net;
using LoadLab.Core.Measurement;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Stacks.Clients;
using LoadLab.Stacks.Machine;
using LoadLab.Stacks.Probes;
using Npgsql;
using StackExchange.Redis;

namespace LoadLab.Stacks.External;

/// <summary>
/// The processes of somebody else's stack that run on this machine: what listens on the port of the target, of its Postgres and of its Redis. They
/// compete with LoadLab for the CPU, and their share tells what a busy machine is busy with.
/// </summary>
internal static class LocalProcesses
{
    /// <summary>Role of the process that listens on the target's port.</summary>
    public const string Target = "target";

    /// <summary>What of the stack listens on this machine; null when nothing does, or where there is no /proc.</summary>
    public static async Task<ListeningRoles?> FindAsync(ExternalStackPlan plan, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var ports = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await AddAsync(Target, plan.BaseUrl.Host, plan.BaseUrl.Port).ConfigureAwait(false);
        if (plan.Postgres is { } postgres && new NpgsqlConnectionStringBuilder(postgres) is { Host: { } host } builder)
            await AddAsync("postgres", host, builder.Port).ConfigureAwait(false);
        if (plan.Redis is { } redis)
        {
            switch (RedisText.Parse(redis).EndPoints.FirstOrDefault())
            {
                case DnsEndPoint dns:
                    await AddAsync("redis", dns.Host, dns.Port).ConfigureAwait(false);
                    break;
                case IPEndPoint ip:
                    await AddAsync("redis", ip.Address.ToString(), ip.Port).ConfigureAwait(false);
                    break;
            }
        }

        return ports.Count == 0 ? null : new ListeningRoles(ports);

        async Task AddAsync(string role, string host, int port)
        {
            if (await ListeningRoles.IsThisMachineAsync(host, cancellationToken).ConfigureAwait(false))
                ports[role] = port;
        }
    }

    /// <summary>CPU and memory of these processes.</summary>
    public static IProbe Probe(ListeningRoles roles) => new ProcessProbe(roles.Now, [.. roles.Roles], role => new Finding(
        MeasureNames.Cpu(role), FindingSeverity.Info,
        string.Create(CultureInfo.InvariantCulture, $"the process that listens on port {roles.PortOf(role)} of this machine cannot be seen, so its share of the CPU is not known."),
        "processes that LoadLab may look at", "Run LoadLab as the user of that process, or as root. In a container it is seen from the container's own side only."));

    /// <summary>Facts: what the kernel calls each of these processes.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Facts(ListeningRoles roles) =>
        from role in roles.Roles
        let name = roles.NameOf(role)
        where name is not null
        select new KeyValuePair<string, string>($"process.{role}", name);
}
