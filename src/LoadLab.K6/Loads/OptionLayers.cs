using System.Text.Json;
using System.Text.Json.Nodes;
using LoadLab.Core;

namespace LoadLab.K6.Loads;

/// <summary>
/// Lays the options over each other as k6 does: the file of <c>--config</c>, over it those of the script, over these the command line's. Who says how long or how
/// often (duration, iterations, stages, scenarios) takes the place of all that was said of it before.
/// </summary>
internal static class OptionLayers
{
    private static readonly string[] Lengths = ["duration", "iterations", "stages", "scenarios"];

    /// <exception cref="LoadLabException">The file of <c>--config</c> cannot be read (104).</exception>
    public static string Merge(string? script, LoadOverrides overrides)
    {
        var options = new JsonObject();
        Apply(options, overrides.Config is { } file ? ReadConfig(file) : []);
        Apply(options, script is null ? [] : JsonNode.Parse(script) as JsonObject ?? []);
        Apply(options, Of(overrides));
        return options.ToJsonString();
    }

    private static void Apply(JsonObject options, JsonObject layer)
    {
        if (Array.Exists(Lengths, key => layer[key] is not null))
        {
            Array.ForEach(Lengths, key => options.Remove(key));
        }

        foreach (var (key, value) in layer.Where(pair => pair.Value is not null))
        {
            options[key] = value!.DeepClone();
        }
    }

    private static JsonObject Of(LoadOverrides overrides)
    {
        var layer = new JsonObject();
        Set(layer, "vus", overrides.Users);
        Set(layer, "duration", overrides.Duration);
        Set(layer, "iterations", overrides.Iterations);
        Set(layer, "rps", overrides.RequestsPerSecond);
        if (overrides.Stages.Count > 0)
        {
            layer["stages"] = new JsonArray([.. overrides.Stages.Select(stage => stage.Split(':', 2)).Select(pair => (JsonNode)new JsonObject
            {
                ["duration"] = pair[0],
                ["target"] = pair.Length > 1 && int.TryParse(pair[1], out var target) ? target : null,
            })]);
        }

        if (overrides.Tags.Count > 0)
        {
            layer["tags"] = new JsonObject(overrides.Tags.Select(tag => new KeyValuePair<string, JsonNode?>(tag.Key, tag.Value)));
        }

        if (overrides.TrendStatistics is { } statistics)
        {
            layer["summaryTrendStats"] = new JsonArray([.. statistics.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => (JsonNode)one)]);
        }

        foreach (var (key, isSet) in new[] { ("noSetup", overrides.NoSetup), ("noTeardown", overrides.NoTeardown), ("noThresholds", overrides.NoThresholds) })
        {
            Set(layer, key, isSet ? true : (bool?)null);
        }

        return layer;
    }

    private static JsonObject ReadConfig(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new JsonException("it is no object.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"--config '{file}' cannot be read: {fault.Message}", "Give a file of k6's options as JSON, such as {\"vus\": 10, \"duration\": \"30s\"}.");
        }
    }

    private static void Set<T>(JsonObject options, string key, T? value)
    {
        if (value is not null)
        {
            options[key] = JsonValue.Create(value);
        }
    }
}
