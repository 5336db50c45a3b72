using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LoadLab.Core;
using LoadLab.K6.Metrics;
using LoadLab.K6.State;

namespace LoadLab.K6.Loads;

/// <summary>Reads a script's exported options, with the command line's over them. All faults are reported at once.</summary>
internal static partial class ScriptOptionsReader
{
    private static readonly string[] Ignored =
    [
        "cloud", "ext", "noUsageReport", "noColor", "noSummary", "noThresholds", "tlsAuth", "tlsCipherSuites", "tlsVersion", "dns", "blacklistIPs",
        "blockHostnames", "httpDebug", "linger", "localIPs", "noVUConnectionReuse", "paused", "systemTags", "executionSegment", "executionSegmentSequence",
        "consoleOutput", "discardResponseBodies",
    ];

    /// <summary>Options that would change the load or its figures and are not there: refused, since leaving them out would measure something else.</summary>
    private static readonly string[] Refused = ["tlsAuth", "dns", "localIPs", "noVUConnectionReuse", "blacklistIPs", "blockHostnames", "executionSegment"];

    /// <exception cref="LoadLabException">104: with every fault.</exception>
    public static ScriptOptions Read(string? json, LoadOverrides overrides, bool needsLoad, IReadOnlyCollection<string> functions, MetricTable metrics, Action<string> warn)
    {
        var faults = new List<string>();
        using var document = JsonDocument.Parse(OptionLayers.Merge(json, overrides));
        var options = new OptionReader(document.RootElement, "options.", faults);
        var scenarios = Scenarios(options, faults);
        if (!needsLoad && !options.Has("scenarios"))
        {
            // What k6 would do by itself with a script that says nothing is no load that anybody asked for.
            scenarios.RemoveAll(scenario => !functions.Contains(scenario.Facts.Exec));
        }

        foreach (var scenario in scenarios.Where(scenario => !functions.Contains(scenario.Facts.Exec)))
        {
            faults.Add($"options.scenarios.{scenario.Facts.Name}: the script exports no function '{scenario.Facts.Exec}'. It exports: {string.Join(", ", functions)}.");
        }

        var thresholds = ThresholdReader.Read(options.Flag("noThresholds") == true ? null : options.Get("thresholds"), metrics, faults);
        options.Get("thresholds");
        var requests = Requests(options, faults);
        var setup = options.Duration("setupTimeout") ?? TimeSpan.FromSeconds(60);
        var teardown = options.Duration("teardownTimeout") ?? TimeSpan.FromSeconds(60);
        var statistics = Statistics(options, faults);
        var (noSetup, noTeardown, unit) = (options.Flag("noSetup") ?? false, options.Flag("noTeardown") ?? false, options.Text("summaryTimeUnit") ?? "");
        if (unit is not ("" or "s" or "ms" or "us"))
        {
            faults.Add($"options.summaryTimeUnit: '{unit}' is not s, ms or us.");
        }

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

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started.");
        }

        string[] usual = ["avg", "min", "med", "max", "count", "p(90)", "p(95)", "p(99)"];
        return new ScriptOptions
        {
            Scenarios = scenarios,
            Thresholds = thresholds,
            Requests = requests,
            SetupTimeout = setup,
            TeardownTimeout = teardown,
            NoSetup = noSetup,
            NoTeardown = noTeardown,
            SummaryStatistics = statistics,
            SummaryTimeUnit = unit,
            TrendStatistics = [.. usual.Concat(statistics).Concat(thresholds.Select(threshold => threshold.Statistic).Where(one => one.StartsWith("p(", StringComparison.Ordinal))).Distinct()],
        };
    }

    /// <summary>What the summary shows of trends; what k6 shows where nothing is said.</summary>
    private static List<string> Statistics(OptionReader options, List<string> faults)
    {
        if (options.Get("summaryTrendStats") is not { ValueKind: JsonValueKind.Array } list)
        {
            return ["avg", "min", "med", "max", "p(90)", "p(95)"];
        }

        List<string> statistics = [.. list.EnumerateArray().Select(one => one.ToString())];
        faults.AddRange(statistics.Where(one => !Statistic().IsMatch(one)).Select(one => $"options.summaryTrendStats: '{one}' is not known. Known: avg, min, med, max, count, p(N) with N from 0 to 100."));
        return statistics;
    }

    private static List<ScriptScenario> Scenarios(OptionReader options, List<string> faults)
    {
        var (users, duration, iterations, stages) = (options.Get("vus"), options.Get("duration"), options.Get("iterations"), options.Get("stages"));
        var isRamp = stages is { ValueKind: JsonValueKind.Array } && stages.Value.GetArrayLength() > 0;
        if (options.Get("scenarios") is { ValueKind: JsonValueKind.Object } map && map.EnumerateObject().Any())
        {
            if (duration is not null || iterations is not null || isRamp)
            {
                faults.Add($"options.{(iterations is not null ? "iterations" : duration is not null ? "duration" : "stages")} and options.scenarios both say the load. Keep one, as k6 asks for.");
            }

            return [.. map.EnumerateObject().Select(one => new ScenarioReader(one.Name, new OptionReader(one.Value, $"options.scenarios.{one.Name}.", faults), faults).Read()).OfType<ScriptScenario>()];
        }

        // The shortcuts, as k6 reads them.
        var shortcut = new JsonObject();
        if (isRamp && (iterations is not null || duration is not null))
        {
            faults.Add($"options.{(iterations is not null ? "iterations" : "duration")} and options.stages both say the load. Keep one, as k6 asks for.");
        }

        var executor = isRamp ? "ramping-vus" : iterations is not null ? "shared-iterations" : duration is not null ? "constant-vus" : "shared-iterations";
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

    [GeneratedRegex(@"^(avg|min|med|max|count|p\((100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?)\))$", RegexOptions.CultureInvariant)]
    private static partial Regex Statistic();

    private static RequestOptions Requests(OptionReader options, List<string> faults)
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
            Hosts = HostRoutes.Read(options, faults),
            AcceptsAnyCertificate = options.Flag("insecureSkipTLSVerify") ?? false,
            NoConnectionReuse = options.Flag("noConnectionReuse") ?? false,
            MinIteration = options.Duration("minIterationDuration") ?? TimeSpan.Zero,
            Tags = options.Texts("tags"),
        };
    }
}
