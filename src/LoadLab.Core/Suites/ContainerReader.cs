using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>Reads what of <c>stack:</c> is for containers: <c>images</c>, <c>limits</c> and <c>network</c>.</summary>
internal sealed class ContainerReader(YamlReader stack)
{
    private static readonly string[] Roles = ["postgres", "redis", "api", "smtp"];

    /// <summary>The plan with what the suite says.</summary>
    public StackPlan Read(StackPlan plan) => plan with { Images = ReadImages(), Limits = ReadLimits(), Network = stack.OneOf("network", ["host", "bridge"]) };

    private SortedDictionary<string, string> ReadImages()
    {
        var images = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (stack.Map("images") is { } map)
        {
            foreach (var role in (string[])[.. Roles, DriverWords.K6])
            {
                if (map.Text(role) is { } image)
                {
                    images[role] = image;
                    if (image.Any(char.IsWhiteSpace) || !image[(image.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal))
                    {
                        map.Fault(role, $"'{image}' is not an image with its tag or digest, such as postgres:17 or postgres@sha256:…. Without one, nobody can say later what was measured.");
                    }
                }
            }

            map.Done();
        }

        return images;
    }

    private SortedDictionary<string, ResourceLimit> ReadLimits()
    {
        var limits = new SortedDictionary<string, ResourceLimit>(StringComparer.Ordinal);
        if (stack.Map("limits") is not { } map)
        {
            return limits;
        }

        foreach (var role in Roles)
        {
            if (map.Map(role) is not { } limit)
            {
                continue;
            }

            var cpus = limit.Number("cpus");
            var memory = limit.Value<long>("memory", SizeValue.TryParse, SizeValue.Allowed);
            if (cpus is { } cores && !(cores is >= 0.01 and <= 1024))
            {
                limit.Fault("cpus", "must be from 0.01 to 1024 cores.");
            }

            if (memory is < 6L * 1024 * 1024)
            {
                limit.Fault("memory", "must be 6MiB or more: Docker accepts no less.");
            }

            if (cpus is null && memory is null)
            {
                map.Fault(role, "has no limit. Give cpus, memory or both, or leave it out.");
            }

            limit.Done();
            limits[role] = new ResourceLimit(cpus, memory);
        }

        map.Done();
        return limits;
    }
}
