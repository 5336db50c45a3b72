using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace LoadLab.Stacks.Machine;

/// <summary>
/// The processes that listen on some ports of this machine, by role; looked for again when one has ended or listens no more: a target that was restarted is
/// another process, while the old one may live on to finish its requests. Not thread-safe.
/// </summary>
/// <param name="ports">Role to port.</param>
internal sealed class ListeningRoles(IReadOnlyDictionary<string, int> ports)
{
    private readonly Dictionary<string, IReadOnlyList<Listener>> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlySet<long>> _inVain = new(StringComparer.Ordinal);

    /// <summary>The roles, whether their processes can be seen or not.</summary>
    public IReadOnlyCollection<string> Roles => [.. ports.Keys];

    /// <summary>Port of a role.</summary>
    public int PortOf(string role) => ports[role];

    /// <summary>The topmost processes of each role as of now; a role whose processes cannot be seen is not among them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Now()
    {
        foreach (var role in ports.Keys.Where(role => !IsAlive(role)).ToList())
            Find(role);
        return _known.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<int>)[.. entry.Value.Select(listener => listener.Process.Id)], StringComparer.Ordinal);
    }

    /// <summary>What the kernel calls the process: <c>nginx</c>, <c>node</c>, <c>postgres</c>; null when it cannot be seen.</summary>
    public string? NameOf(string role) => Now().TryGetValue(role, out var roots)
        && ProcessTable.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{roots[0]}/comm"), out var name) ? name.Trim() : null;

    /// <summary>True when the host is this machine.</summary>
    public static async Task<bool> IsThisMachineAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var address) ? [address] : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
            return addresses.Any(IPAddress.IsLoopback) || NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(network => network.GetIPProperties().UnicastAddresses).Any(local => addresses.Contains(local.Address));
        }
        catch (Exception fault) when (fault is System.Net.Sockets.SocketException or NetworkInformationException or ArgumentException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private bool IsAlive(string role) => _known.TryGetValue(role, out var roots)
        && roots.All(root => ProcessTable.Find(root.Process.Id) is { State: not 'Z' } now && now.StartTicks == root.Process.StartTicks && root.Socket.IsHeld);

    // Reading who listens is cheap; reading the open files of every process is not, and is not done twice for the same sockets.
    private void Find(string role)
    {
        _known.Remove(role);
        var sockets = PortOwners.Listening(ports[role]);
        if (sockets.Count == 0 || (_inVain.TryGetValue(role, out var before) && before.SetEquals(sockets)))
            return;
        var all = ProcessTable.All();
        var roots = PortOwners.Holders(sockets, all).ToHashSet();

        // What LoadLab itself listens on is no target of its own.
        roots.Remove(Environment.ProcessId);
        List<Listener> listeners = [.. all.Where(process => roots.Contains(process.Id)).Select(process => PortOwners.Hold(process.Id, sockets) is { } held ? new Listener(process, held) : null).OfType<Listener>()];
        if (roots.Count == 0)
            _inVain[role] = sockets;
        else if (listeners.Count > 0)
            _known[role] = listeners;
    }

    /// <summary>A process, and how it holds the socket that it listens on.</summary>
    private sealed record Listener(ProcessStat Process, HeldSocket Socket);
}
