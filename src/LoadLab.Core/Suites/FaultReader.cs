using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>Reads what the suite breaks on purpose: <c>faults: [{stop: postgres, at: 20s, for: 5s, recoverWithin: 10s}]</c>.</summary>
internal sealed class FaultReader(YamlReader top, int apiInstances)
{
    private readonly IReadOnlyList<string> _roles =
        ["postgres", "redis", "api", .. Enumerable.Range(2, apiInstances - 1).Select(instance => FormattableString.Invariant($"api-{instance}")), "worker", "smtp"];

    public IReadOnlyList<FaultDefinition> Read()
    {
        var definitions = new List<FaultDefinition>();
        var nodes = top.List("faults");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (top.Item("faults", i, nodes[i]) is { } item)
            {
                definitions.Add(Read(item));
            }
        }

        return definitions;
    }

    private FaultDefinition Read(YamlReader item)
    {
        var (stop, pause) = (item.OneOf("stop", _roles), item.OneOf("pause", _roles));
        if (item.Has("stop") == item.Has("pause"))
        {
            item.Fault(item.Has("stop") ? "pause" : "stop", $"a fault stops one part or pauses one. Give one of stop or pause, with one of: {string.Join(", ", _roles)}.");
        }

        var ratio = item.Value<double>("errors", PercentValue.TryParse, PercentValue.Allowed);
        var definition = new FaultDefinition
        {
            Origin = item.Origin,
            Origins = item.Origins,
            Kind = item.Has("pause") ? FaultKind.Pause : FaultKind.Stop,
            Role = stop ?? pause,
            At = item.Duration("at", required: true),
            For = Above0(item, "for", required: true),
            RecoverWithin = Above0(item, "recoverWithin"),
            ErrorRatio = ratio,
            DrainWithin = Above0(item, "drainWithin"),
        };
        item.Done();
        return definition;
    }

    private static TimeSpan? Above0(YamlReader item, string key, bool required = false)
    {
        if (item.Duration(key, required) is not { } time)
        {
            return null;
        }

        if (time > TimeSpan.Zero)
        {
            return time;
        }

        item.Fault(key, "must be above 0, for example 5s.");
        return null;
    }
}
