using System.Globalization;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>Puts one <c>--set key=value</c> into a suite. Unknown keys are put in as well: the reader finds them like any other.</summary>
internal static class SuiteOverride
{
    /// <summary>Mappings whose keys may themselves have dots.</summary>
    private static readonly string[] FreeMaps = ["settings", "metrics", "stack.postgres", "stack.redis"];

    public static bool IsSecret(string key) => key is "stack.external.postgres" or "stack.external.redis";

    public static YamlMap Apply(YamlMap map, string key, string value, List<string> faults)
    {
        var origin = Origin(key, value);
        var segments = key.Split('.');
        if (segments.Any(string.IsNullOrWhiteSpace))
        {
            faults.Add($"{origin}: '{key}' is not a dotted path of names.");
            return map;
        }

        try
        {
            return (YamlMap)Set(map, segments, 0, origin, YamlDocument.ParseValue(value, origin), faults);
        }
        catch (LoadLabException fault)
        {
            faults.AddRange(fault.Faults);
            return map;
        }
    }

    /// <summary>What gave the value, without what must not come back in a message: a connection string, and the password of an address.</summary>
    private static string Origin(string key, string value) =>
        IsSecret(key) ? $"--set {key}=…"
        : key == "stack.external.baseUrl" ? (VariableText.IsReference(value) && value.StartsWith("${LOADLAB_EXTERNAL_", StringComparison.Ordinal) ? value[2..^1] : $"--set {key}={SecretText.Connection(value)}")
        : $"--set {key}={Runs.RunRedaction.Shown(key, value)}";

    private static YamlNode Set(YamlNode? node, string[] segments, int at, string origin, YamlNode value, List<string> faults)
    {
        if (at == segments.Length)
        {
            return value;
        }

        if (node is YamlList list)
        {
            return SetInList(list, segments, at, origin, value, faults);
        }

        // A single value gives way to a mapping: thinkTime: 2s becomes thinkTime: {mean: …}.
        var map = node as YamlMap ?? new YamlMap(origin, []);
        if (FreeMaps.Contains(string.Join('.', segments[..at])))
        {
            return map.With(string.Join('.', segments[at..]), origin, value);
        }

        return map.With(segments[at], origin, Set(map.Find(segments[at]), segments, at + 1, origin, value, faults));
    }

    private static YamlList SetInList(YamlList list, string[] segments, int at, string origin, YamlNode value, List<string> faults)
    {
        var names = list.Items.Select(item => ((item as YamlMap)?.Find("name") as YamlScalar)?.Text ?? "").ToList();
        var index = names.IndexOf(segments[at]);
        if (index < 0 && (!int.TryParse(segments[at], NumberStyles.None, CultureInfo.InvariantCulture, out index) || index >= list.Items.Count))
        {
            var known = names.Where(name => name.Length > 0).ToList();
            faults.Add(
                $"{origin}: '{string.Join('.', segments[..at])}' has no '{segments[at]}'.{NearestName.Sentence(segments[at], known)}"
                + (known.Count > 0 ? $" There are: {string.Join(", ", known)}." : FormattableString.Invariant($" Its entries are 0 to {list.Items.Count - 1}.")));
            return list;
        }

        var items = list.Items.ToList();
        items[index] = Set(items[index], segments, at + 1, origin, value, faults);
        return list with { Items = items };
    }
}
