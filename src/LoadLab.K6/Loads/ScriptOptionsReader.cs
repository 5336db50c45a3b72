using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core;
using LoadLab.K6.Metrics;
using LoadLab.K6.State;

namespace LoadLab.K6.Loads;

/// <summary>Reads a script's exported options, with the command line's over them. All faults are reported at once.</summary>
internal static class ScriptOptionsReader
{
    private static readonly string[] Ignored =
    [
        "cloud", "ext", "noUsageReport", "noColor", "noSummary", "noThresholds", "insecureSkipTLSVerify", "tlsAuth", "tlsCipherSuites", "tlsVersion", "dns", "hosts", "blacklistIPs",
        "blockHostnames", "httpDebug", "linger", "localIPs", "minIterationDuration", "noConnectionReuse", "noVUConnectionReuse", "paused", "summaryTimeUnit", "systemTags", "executionSegment", "executionSegmentSequence",
        "consoleOutput", "discardResponseBodies",
    ];

    /// <summary>Options that would change the load or its figures and are not there: refused, since leaving them out would measure something else.</summary>
    private static readonly string[] Refused = ["insecureSkipTLSVerify", "tlsAuth", "hosts", "dns", "localIPs", "minIterationDuration", "noConnectionReuse", "noVUConnectionReuse", "blacklistIPs", "blockHostnames", "executionSegment"];

    /// <exception cref="LoadLabException">104: with every fault.</exception>
    public static ScriptOptions Read(string? json, LoadOverrides overrides, IReadOnlyCollection<string> functions, MetricTable metrics, Action<string> warn)
    {
        var faults = new List<string>();
        using var document = JsonDocument.Parse(Merge(json, overrides));
        var options = new OptionReader(document.RootElement, "options.", faults);
        var scenarios = Scenarios(options, faults);
        foreach (var scenario in scenarios.Where(scenario => !functions.Contains(scenario.Facts.Exec)))
        {
            faults.Add($"options.scenarios.{scenario.Facts.Name}: the script exports no function '{scenario.Facts.Exec}'. It exports: {string.Join(", ", functions)}.");
        }

        var thresholds = ThresholdReader.Read(options.Flag("noThresholds") == true ? null : options.Get("thresholds"), metrics, faults);
        options.Get("thresholds");
        var requests = Requests(options);
        var setup = options.Duration("setupTimeout") ?? TimeSpan.FromSeconds(60);
        var teardown = options.Duration("teardownTimeout") ?? TimeSpan.FromSeconds(60);
        List<string> statistics = options.Get("summaryTrendStats") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(one => one.ToString())] : [];
        foreach (var key in options.Unasked().ToList())
        {
            if (Refused.Contains(key))
            {
                faults.Add($"options.{key} is not there, and without it something else would be measured. Take it out.");
            }
            else
            {
                warn(Ignored.Contains(key) ? $"options.{key} has no effect here." : $"options.{key} is not known, and has no effect.");
            }
        }

        if (functions.Contains("handleSummary"))
        {
            warn("handleSummary() is not called. The report and --json have the figures, under k6's names too.");
        }

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started.");
        }

        string[] usual = ["avg", "min", "med", "max", "count", "p(90)", "p(95)", "p(99)"];
        return new ScriptOptions(scenarios, thresholds, requests, setup, teardown, [.. usual.Concat(statistics).Concat(thresholds.Select(threshold => threshold.Statistic).Where(one => one.StartsWith("p(", StringComparison.Ordinal))).Distinct()]);
    }

    /// <summary>As k6: what the command line says of the load takes the place of all that the script says of it.</summary>
    private static string Merge(string? json, LoadOverrides overrides)
    {
        var options = json is null ? [] : JsonNode.Parse(json) as JsonObject ?? [];
        if (overrides.Decides)
        {
            options.Remove("scenarios");
            if (overrides.Stages.Count > 0 || overrides.Duration is not null || overrides.Iterations is not null)
            {
                options.Remove("stages");
                options.Remove("duration");
                options.Remove("iterations");
            }

            Set(options, "vus", overrides.Users);
            Set(options, "duration", overrides.Duration);
            Set(options, "iterations", overrides.Iterations);
            if (overrides.Stages.Count > 0)
            {
                options["stages"] = new JsonArray([.. overrides.Stages.Select(stage => stage.Split(':', 2)).Select(pair => (JsonNode)new JsonObject
                {
                    ["duration"] = pair[0],
                    ["target"] = pair.Length > 1 && int.TryParse(pair[1], out var target) ? target : null,
                })]);
            }
        }

        Set(options, "rps", overrides.RequestsPerSecond);
        return options.ToJsonString();
    }

    private static void Set<T>(JsonObject options, string key, T? value)
    {
        if (value is not null)
        {
            options[key] = JsonValue.Create(value);
        }
    }

    private static List<ScriptScenario> Scenarios(OptionReader options, List<string> faults)
    {
        if (options.Get("scenarios") is { ValueKind: JsonValueKind.Object } map && map.EnumerateObject().Any())
        {
            options.Get("vus");
            options.Get("duration");
            options.Get("iterations");
            options.Get("stages");
            return [.. map.EnumerateObject().Select(one => new ScenarioReader(one.Name, new OptionReader(one.Value, $"options.scenarios.{one.Name}.", faults), faults).Read()).OfType<ScriptScenario>()];
        }

        // The shortcuts, as k6 reads them.
        var shortcut = new JsonObject();
        var (users, duration, iterations, stages) = (options.Get("vus"), options.Get("duration"), options.Get("iterations"), options.Get("stages"));
        var executor = stages is { ValueKind: JsonValueKind.Array } && stages.Value.GetArrayLength() > 0 ? "ramping-vus" : iterations is not null ? "shared-iterations" : duration is not null ? "constant-vus" : "shared-iterations";
        shortcut["executor"] = executor;
        Copy(executor == "ramping-vus" ? "startVUs" : "vus", users);
        if (executor == "ramping-vus")
        {
            Copy("stages", stages);
        }
        else if (executor == "constant-vus")
        {
            Copy("duration", duration);
        }
        else
        {
            Copy("iterations", iterations ?? users);
            Copy("maxDuration", duration);
        }

        using var document = JsonDocument.Parse(shortcut.ToJsonString());
        return new ScenarioReader("default", new OptionReader(document.RootElement.Clone(), "options.", faults), faults).Read() is { } only ? [only] : [];

        void Copy(string key, JsonElement? value)
        {
            if (value is { } given)
            {
                shortcut[key] = JsonNode.Parse(given.GetRawText());
            }
        }
    }

    private static RequestOptions Requests(OptionReader options)
    {
        var usual = new RequestOptions();
        return new RequestOptions
        {
            UserAgent = options.Text("userAgent") ?? usual.UserAgent,
            MaxRedirects = options.Whole("maxRedirects") ?? usual.MaxRedirects,
            DiscardBodies = options.Flag("discardResponseBodies") ?? false,
            Throw = options.Flag("throw") ?? false,
            NoCookiesReset = options.Flag("noCookiesReset") ?? false,
            Batch = options.Whole("batch", 1) ?? usual.Batch,
            BatchPerHost = options.Whole("batchPerHost") ?? usual.BatchPerHost,
            PerSecond = options.Whole("rps"),
            Tags = options.Texts("tags"),
        };
    }
}
