using System.Globalization;
using LoadLab.Core.Text;

namespace LoadLab.Core.Yaml;

/// <summary>Tries to read a text as a <typeparamref name="T"/>.</summary>
internal delegate bool TryParse<T>(string text, out T value);

/// <summary>
/// Reads a mapping strictly. Each key that is asked for is known; what is left over at <see cref="Done"/> is not.
/// Faults are collected, never thrown: a wrong value reads as missing.
/// </summary>
internal sealed class YamlReader
{
    private const string MergeKey = "<<";

    private readonly YamlMap _map;
    private readonly Dictionary<string, YamlEntry> _first = new(StringComparer.Ordinal);
    private readonly List<string> _faults;
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    public YamlReader(YamlMap map, string path, List<string> faults)
    {
        _map = map;
        _faults = faults;
        Path = path;
        foreach (var entry in map.Entries)
        {
            if (entry.Key == MergeKey)
            {
                Fault(entry.Origin, MergeKey, "merge keys are not read: YAML 1.2 has none. Write the keys out, or let one key have the whole mapping, as in 'redis: *common'.");
            }
            else
            {
                _first.TryAdd(entry.Key, entry);
            }
        }

        _known.Add(MergeKey);
        foreach (var twice in map.Entries.Where(entry => entry.Key != MergeKey).GroupBy(entry => entry.Key).Where(group => group.Count() > 1))
        {
            Fault(twice.Last().Origin, twice.Key, $"the key stands here a second time; the first is at {twice.First().Origin}. Keep one.");
        }
    }

    /// <summary>Dotted path of this mapping; empty at the top.</summary>
    public string Path { get; }

    public string Origin => _map.Origin;

    public IReadOnlyList<string> Keys => [.. _map.Entries.Select(entry => entry.Key).Where(key => key != MergeKey)];

    /// <summary>Where each key stands.</summary>
    public IReadOnlyDictionary<string, string> Origins =>
        _map.Entries.GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.First().Origin);

    public bool Has(string key) => Node(key) is not null;

    public YamlNode? Node(string key)
    {
        _known.Add(key);
        return _first.GetValueOrDefault(key)?.Value;
    }

    public void Fault(string key, string message) => Fault(_first.GetValueOrDefault(key)?.Value.Origin ?? Origin, key, message);

    public string? Text(string key, bool required = false)
    {
        switch (Node(key))
        {
            case null:
                if (required)
                {
                    Fault(Origin, key, "is missing and must be given.");
                }

                return null;
            case YamlScalar { IsNull: false } scalar:
                return scalar.Text;
            case YamlScalar scalar:
                Fault(scalar.Origin, key, "has no value. Give one or leave the key out.");
                return null;
            case var other:
                Fault(other.Origin, key, $"must be a single value, not {other.Kind}.");
                return null;
        }
    }

    public T? Value<T>(string key, TryParse<T> parse, string allowed, bool required = false)
        where T : struct
    {
        var text = Text(key, required);
        if (text is null)
        {
            return null;
        }

        if (parse(text, out var value))
        {
            return value;
        }

        Fault(key, $"'{Shown(key, text)}' is not {allowed}.");
        return null;
    }

    public TimeSpan? Duration(string key, bool required = false) => Value<TimeSpan>(key, DurationValue.TryParse, DurationValue.Allowed, required);

    public double? Rate(string key, bool required = false) => Value<double>(key, RateValue.TryParse, RateValue.Allowed, required);

    public long? Integer(string key, bool required = false) => Value<long>(key, TryInteger, "a whole number such as 1000", required);

    public double? Number(string key, bool required = false) => Value<double>(key, TryNumber, "a number such as 1 or 0.5", required);

    public bool? Flag(string key) => Value<bool>(key, TryFlag, "true or false");

    /// <summary>One of a closed set of words.</summary>
    public string? OneOf(string key, IReadOnlyList<string> allowed, bool required = false)
    {
        var text = Text(key, required);
        if (text is null || allowed.Contains(text))
        {
            return text;
        }

        Fault(key, $"'{Shown(key, text)}' is not allowed here.{NearestName.Sentence(text, allowed)} Allowed: {string.Join(", ", allowed)}.");
        return null;
    }

    public YamlReader? Map(string key, bool required = false)
    {
        switch (Node(key))
        {
            case null:
                if (required)
                {
                    Fault(Origin, key, "is missing and must be given.");
                }

                return null;
            case YamlMap map:
                return new YamlReader(map, At(key), _faults);
            case YamlNode other:
                Fault(other.Origin, key, $"must be a mapping (key: value), not {other.Kind}.");
                return null;
        }
    }

    /// <summary>An item of a list, which must be a mapping. Its path is <c>key[2]</c>, or <c>key.name</c> where it has an id or a name.</summary>
    public YamlReader? Item(string key, int index, YamlNode node)
    {
        if (node is YamlMap map)
        {
            var name = map.Find("id") ?? map.Find("name");
            return new YamlReader(map, At(key) + (name is YamlScalar { IsNull: false } scalar ? "." + scalar.Text : FormattableString.Invariant($"[{index}]")), _faults);
        }

        Fault(node.Origin, FormattableString.Invariant($"{key}[{index}]"), $"must be a mapping (key: value), not {node.Kind}.");
        return null;
    }

    public IReadOnlyList<YamlNode> List(string key)
    {
        switch (Node(key))
        {
            case null:
                return [];
            case YamlList list:
                return list.Items;
            case var other:
                Fault(other.Origin, key, $"must be a list, not {other.Kind}.");
                return [];
        }
    }

    public IReadOnlyList<string> Texts(string key)
    {
        var texts = new List<string>();
        foreach (var node in List(key))
        {
            if (node is YamlScalar { IsNull: false } scalar)
            {
                texts.Add(scalar.Text);
            }
            else
            {
                Fault(node.Origin, key, $"must be a list of names, but it has {node.Kind} in it.");
            }
        }

        return texts;
    }

    /// <summary>A mapping whose keys are free: name to text.</summary>
    public SortedDictionary<string, string> FreeTexts(string key)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Map(key) is { } map)
        {
            foreach (var name in map.Keys.Distinct())
            {
                if (map.Text(name) is { } text)
                {
                    texts[name] = text;
                }
            }
        }

        return texts;
    }

    /// <summary>Tells the keys that nobody asked for.</summary>
    public void Done()
    {
        var known = _known.Where(key => key != MergeKey).ToList();
        foreach (var entry in _map.Entries.Where(entry => !_known.Contains(entry.Key)))
        {
            Fault(entry.Origin, entry.Key, $"unknown key.{NearestName.Sentence(entry.Key, known)} Known here: {string.Join(", ", known)}.");
        }
    }

    public void Fault(string origin, string key, string message) => _faults.Add($"{origin}: {At(key)}: {message}");

    /// <summary>A value as a message may show it.</summary>
    public string Shown(string key, string text) => (_first.GetValueOrDefault(key)?.Value as YamlScalar)?.Shown ?? text;

    private string At(string key) => Path.Length == 0 ? key : Path + "." + key;

    private static bool TryInteger(string text, out long value) =>
        long.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && !IsOctal(text);

    /// <summary>A zero before other digits is octal to YAML 1.1 and a plain number to YAML 1.2, so which was meant is not known.</summary>
    private static bool IsOctal(string text) => text.TrimStart('+', '-') is ['0', _, ..];

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static bool TryFlag(string text, out bool value)
    {
        value = text == "true";
        return text is "true" or "false";
    }
}
