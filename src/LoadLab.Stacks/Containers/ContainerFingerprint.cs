using System.Globalization;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Stacks.Fingerprints;

namespace LoadLab.Stacks.Containers;

/// <summary>What makes two container stacks differ: engine, images by their digest, limits, network path.</summary>
internal static class ContainerFingerprint
{
    /// <summary>Reads it.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(DockerEngine engine, StackPlan plan, bool isHostNetwork, bool hasMail, CancellationToken cancellationToken)
    {
        var info = await engine.Client.System.GetSystemInfoAsync(cancellationToken).ConfigureAwait(false);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [FingerprintKeys.Kind] = "containers",
            [FingerprintKeys.NetworkPath] = isHostNetwork ? "loopback" : "docker-proxy",
            ["docker.version"] = engine.Version.Version,
            ["docker.storage"] = info.Driver,
        };
        if (plan.Nice > 0)
            values[FingerprintKeys.Nice] = "none";
        foreach (var role in ContainerImages.Roles.Concat(hasMail ? [ContainerImages.Smtp] : []))
        {
            var image = ContainerImages.Of(plan, role);
            values[$"image.{role}"] = image;
            if (await ContainerImages.FindAsync(engine, image, cancellationToken).ConfigureAwait(false) is { } found)
                values[$"image.{role}.id"] = found.ID;
            values[$"limit.{role}"] = plan.Limits.TryGetValue(role, out var limit) ? Text(limit) : "none";
        }

        return values;
    }

    private static string Text(ResourceLimit limit) => string.Join(", ", new[]
    {
        limit.Cpus is { } cpus ? string.Create(CultureInfo.InvariantCulture, $"{cpus:0.##} cpus") : "",
        limit.MemoryBytes is { } bytes ? Units.Bytes(bytes) : "",
    }.Where(part => part.Length > 0));
}
