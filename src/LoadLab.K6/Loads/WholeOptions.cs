using System.Text.Json.Nodes;

namespace LoadLab.K6.Loads;

/// <summary>What <c>exec.test.options</c> is: all options of k6, null where nobody says anything, with the shortcuts as the scenario <c>default</c>. Pure.</summary>
internal static class WholeOptions
{
    private static readonly string[] Keys =
    [
        "paused", "scenarios", "executionSegment", "executionSegmentSequence", "noSetup", "setupTimeout", "noTeardown", "teardownTimeout", "handleSummaryTimeout", "rps", "dns", "maxRedirects",
        "userAgent", "batch", "batchPerHost", "httpDebug", "insecureSkipTLSVerify", "tlsCipherSuites", "tlsVersion", "tlsAuth", "throw", "thresholds", "blacklistIPs", "blockHostnames", "hosts",
        "noConnectionReuse", "noVUConnectionReuse", "minIterationDuration", "ext", "summaryTrendStats", "summaryTimeUnit", "systemTags", "tags", "metricSamplesBufferSize", "noCookiesReset",
        "discardResponseBodies", "features", "consoleOutput", "localIPs",
    ];

    /// <param name="options">The options as JSON, with those of the command line over them.</param>
    public static string Of(string options)
    {
        var given = JsonNode.Parse(options)!.AsObject();
        var whole = new JsonObject(Keys.Select(key => new KeyValuePair<string, JsonNode?>(key, given[key]?.DeepClone())));
        whole["scenarios"] ??= new JsonObject { ["default"] = Default(given) };
        whole["summaryTrendStats"] ??= new JsonArray("avg", "min", "med", "max", "p(90)", "p(95)");
        return whole.ToJsonString();
    }

    private static JsonObject Default(JsonObject given)
    {
        var (users, iterations) = (given["vus"]?.DeepClone() ?? 1, given["iterations"]?.DeepClone());
        var scenario = new JsonObject { ["executor"] = "shared-iterations" };
        if (given["stages"] is JsonArray { Count: > 0 } stages)
        {
            (scenario["executor"], scenario["startVUs"], scenario["stages"]) = ("ramping-vus", users, stages.DeepClone());
        }
        else if (iterations is null && given["duration"] is { } duration)
        {
            (scenario["executor"], scenario["vus"], scenario["duration"]) = ("constant-vus", users, duration.DeepClone());
        }
        else
        {
            (scenario["iterations"], scenario["maxDuration"]) = (iterations ?? users.DeepClone(), given["duration"]?.DeepClone());
            scenario["vus"] = users;
        }

        foreach (var key in (string[])["startTime", "gracefulStop", "env", "exec", "tags"])
        {
            scenario[key] = null;
        }

        return scenario;
    }
}
