using LoadLab.Core.Measurement;
using LoadLab.Core.Text;

namespace LoadLab.K6.Results;

/// <summary>Failures that the target knows nothing of: k6 could not open a connection, for want of a file or of a port of its own machine.</summary>
internal static class LocalLimits
{
    /// <summary>True when k6 was not allowed to open another file (EMFILE, ENFILE).</summary>
    public static bool IsNoFile(string error) => error.Contains("too many open files", StringComparison.Ordinal);

    /// <summary>True when its machine had no free port left (EADDRNOTAVAIL).</summary>
    public static bool IsNoPort(string error) => error.Contains("cannot assign requested address", StringComparison.Ordinal);

    /// <summary>What is said of requests without a port; nothing where there were none.</summary>
    public static IEnumerable<Finding> WithoutPort(long requests)
    {
        if (requests > 0)
        {
            yield return new Finding(
                "k6-no-port", FindingSeverity.Invalid, $"{Units.Count(requests)} requests were not tried: k6's machine had no free port left",
                "0: they fail in the generator, and the target never sees them", "Keep connections open between iterations (noConnectionReuse, noVUConnectionReuse), or widen net.ipv4.ip_local_port_range.");
        }
    }
}
