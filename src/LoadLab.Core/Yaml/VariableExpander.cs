using LoadLab.Core.Text;

namespace LoadLab.Core.Yaml;

/// <summary>Replaces the variables in all values of a document, and remembers how each was written. Keys stay as they are.</summary>
internal sealed class VariableExpander(Variables variables)
{
    private readonly SortedDictionary<string, string> _written = new(StringComparer.Ordinal);
    private readonly HashSet<string> _origins = new(StringComparer.Ordinal);

    /// <summary>A fault for each variable that is not set: where, key, name.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Each value that held a variable, as it was written, by its dotted key: <c>settings.token</c> to <c>${TOKEN}</c>.</summary>
    public IReadOnlyDictionary<string, string> Written => _written;

    /// <summary>The document with its variables replaced.</summary>
    public YamlMap Expand(YamlMap map) => Map(map, "");

    /// <summary>The faults of a reader, without those that only follow from a variable that is not set.</summary>
    public IEnumerable<string> WithoutFollowing(IEnumerable<string> faults) =>
        faults.Where(fault => !Follows(fault));

    /// <summary>A fault begins with its place; a path may have ": " in it too.</summary>
    private bool Follows(string fault)
    {
        for (var at = fault.IndexOf(": ", StringComparison.Ordinal); at >= 0; at = fault.IndexOf(": ", at + 1, StringComparison.Ordinal))
        {
            if (_origins.Contains(fault[..at]))
            {
                return true;
            }
        }

        return false;
    }

    private YamlMap Map(YamlMap map, string path) => map with
    {
        Entries = [.. map.Entries.Select(entry => entry with { Value = Node(entry.Value, path.Length == 0 ? entry.Key : path + "." + entry.Key) })],
    };

    private YamlNode Node(YamlNode node, string path) => node switch
    {
        YamlMap map => Map(map, path),
        YamlList list => list with { Items = [.. list.Items.Select((item, at) => Node(item, path + Part(item, at)))] },
        YamlScalar scalar when VariableText.Has(scalar.Text) => Scalar(scalar, path),
        _ => node,
    };

    /// <summary>As <see cref="YamlReader.Item"/> names it.</summary>
    private static string Part(YamlNode item, int at) =>
        item is YamlMap map && (map.Find("id") ?? map.Find("name")) is YamlScalar { IsNull: false } name ? "." + name.Text : FormattableString.Invariant($"[{at}]");

    private YamlScalar Scalar(YamlScalar scalar, string path)
    {
        var before = Faults.Count;
        var text = variables.Expand(scalar.Text, $"{scalar.Origin}: {path}", Faults);
        if (Faults.Count > before)
        {
            _origins.Add(scalar.Origin);
        }

        _written[path] = scalar.Text;
        return scalar with { Text = text, Quoted = true, Written = scalar.Text };
    }
}
