using LoadLab.Core.Runs;
using LoadLab.Core.Runs.Shapes;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>Reads one phase of a suite: the form of its values, not whether they fit together.</summary>
internal sealed class PhaseReader(YamlReader row)
{
    public PhaseDefinition Read()
    {
        var phase = new PhaseDefinition
        {
            Name = row.Text("name", required: true) ?? "unnamed",
            Origin = row.Origin,
            Origins = row.Origins,
            Model = row.OneOf("model", ["open", "closed"]) switch
            {
                "open" => LoadModel.Open,
                "closed" => LoadModel.Closed,
                _ => null,
            },
            Users = row.Integer("users"),
            Rate = row.Rate("rate"),
            Arrivals = row.OneOf("arrivals", LoadShape.ArrivalsWords),
            MinRate = row.Rate("minRate"),
            MaxRate = row.Rate("maxRate"),
            ThinkTime = ReadThinkTime(),
            Pacing = row.Duration("pacing"),
            WarmUp = row.Duration("warmUp"),
            Ramp = row.Duration("ramp"),
            Hold = row.Duration("hold"),
            Iterations = row.Integer("iterations"),
            Scenarios = ReadScenarios(),
            Connections = row.OneOf("connections", ["per-user", "shared"]) switch
            {
                "per-user" => ConnectionPolicy.PerUser,
                "shared" => ConnectionPolicy.Shared,
                _ => null,
            },
            Resend = ReadResend(row),
            PreparedVirtualUsers = row.Integer("preparedVirtualUsers"),
            MaxVirtualUsers = row.Integer("maxVirtualUsers"),
            RequestTimeout = row.Duration("requestTimeout"),
            Drain = row.Duration("drain"),
            StartAt = row.Duration("startAt"),
            Simulations = ReadSimulations(),
        };
        row.Done();
        return phase;
    }

    /// <summary>Reads <c>resend:</c>, which a suite has for all its phases and a phase for itself.</summary>
    public static ResendPolicy? ReadResend(YamlReader row) => row.OneOf("resend", ["never", "idempotent"]) switch
    {
        "never" => ResendPolicy.Never,
        "idempotent" => ResendPolicy.Idempotent,
        _ => null,
    };

    private ThinkTime? ReadThinkTime()
    {
        if (row.Node("thinkTime") is not YamlMap)
        {
            return row.Duration("thinkTime") is { } plain ? new ThinkTime(plain, ThinkTimeDistribution.Constant) : null;
        }

        var map = row.Map("thinkTime")!;
        var mean = map.Duration("mean", required: true);
        var distribution = map.OneOf("distribution", ["constant", "uniform", "exponential"]) switch
        {
            "uniform" => ThinkTimeDistribution.Uniform,
            "exponential" => ThinkTimeDistribution.Exponential,
            _ => ThinkTimeDistribution.Constant,
        };
        map.Done();
        return mean is { } given ? new ThinkTime(given, distribution) : null;
    }

    /// <summary>A name, a list of names, or names with weights.</summary>
    private List<(string Name, double? Weight)>? ReadScenarios()
    {
        switch (row.Node("scenarios"))
        {
            case null:
                return null;
            case YamlScalar { IsNull: false } one:
                return [(one.Text, null)];
            case YamlList:
                return [.. row.Texts("scenarios").Select(name => (name, (double?)null))];
            default:
                var map = row.Map("scenarios");
                return map is null ? null : [.. map.Keys.Distinct().Select(name => (name, map.Number(name)))];
        }
    }

    private List<LoadSegment>? ReadSimulations()
    {
        if (row.Node("simulations") is null)
        {
            return null;
        }

        var nodes = row.List("simulations");
        if (nodes.Count == 0)
        {
            row.Fault("simulations", "the list is empty. Leave the key out, or say a load.");
        }

        var segments = new List<LoadSegment>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (row.Item("simulations", i, nodes[i]) is { } item && new SimulationReader(item).Read() is { } segment)
            {
                segments.Add(segment);
            }
        }

        return segments;
    }
}
