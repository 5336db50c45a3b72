namespace LoadLab.Core.Yaml;

/// <summary>A node of a parsed document, with where it stands.</summary>
/// <param name="Origin"><c>file:line:column</c>, or <c>--set key=value</c>.</param>
internal abstract record YamlNode(string Origin)
{
    /// <summary>For messages: what stands there.</summary>
    public abstract string Kind { get; }
}

/// <summary>A single value.</summary>
internal sealed record YamlScalar(string Origin, string Text, bool Quoted) : YamlNode(Origin)
{
    /// <summary>The text with its variables as they were written; null when it has none.</summary>
    public string? Written { get; init; }

    /// <summary>What a message may show: never the value of a variable.</summary>
    public string Shown => Written ?? Text;

    public override string Kind => $"'{Shown}'";

    /// <summary>YAML's empty values. A key without a value is a slip, never a wish.</summary>
    public bool IsNull => !Quoted && Text is "" or "~" or "null";
}

/// <summary>A list.</summary>
internal sealed record YamlList(string Origin, IReadOnlyList<YamlNode> Items) : YamlNode(Origin)
{
    public override string Kind => "a list";
}

/// <summary>A mapping. Keeps duplicate keys, so that they can be told with all other faults.</summary>
internal sealed record YamlMap(string Origin, IReadOnlyList<YamlEntry> Entries) : YamlNode(Origin)
{
    public override string Kind => "a mapping";

    public YamlNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    /// <summary>A copy in which <paramref name="key"/> is <paramref name="value"/>.</summary>
    public YamlMap With(string key, string origin, YamlNode value)
    {
        var entries = Entries.ToList();
        var at = entries.FindIndex(entry => entry.Key == key);
        if (at < 0)
        {
            entries.Add(new YamlEntry(key, origin, value));
        }
        else
        {
            entries[at] = entries[at] with { Origin = origin, Value = value };
        }

        return this with { Entries = entries };
    }
}

/// <summary>A key, where it stands, and its value.</summary>
internal sealed record YamlEntry(string Key, string Origin, YamlNode Value);
