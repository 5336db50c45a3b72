using System.Text.Json;
using LoadLab.K6.Modules;

namespace LoadLab.K6.Loads;

/// <summary>Reads the keys of a part of the options. Collects faults instead of stopping at the first.</summary>
internal sealed class OptionReader(JsonElement element, string place, List<string> faults)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public string Place => place;

    public bool Has(string key) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;

    public JsonElement? Get(string key)
    {
        _asked.Add(key);
        return Has(key) ? element.GetProperty(key) : null;
    }

    public int? Whole(string key, int least = 0)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least)
        {
            return number;
        }

        faults.Add($"{place}{key}: {value.GetRawText()} is not a whole number of at least {least}.");
        return null;
    }

    public TimeSpan? Duration(string key)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        if (ScriptDuration.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), out var duration) && duration >= TimeSpan.Zero)
        {
            return duration;
        }

        faults.Add($"{place}{key}: {value.GetRawText()} is not a duration. Write for example '30s', '1m30s' or '500ms'.");
        return null;
    }

    public string? Text(string key) => Get(key) is { } value ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    public bool? Flag(string key) => Get(key) is { } value ? value.ValueKind == JsonValueKind.True : null;

    public Dictionary<string, string> Texts(string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Get(key) is { ValueKind: JsonValueKind.Object } map)
        {
            foreach (var one in map.EnumerateObject())
            {
                texts[one.Name] = one.Value.ValueKind == JsonValueKind.String ? one.Value.GetString()! : one.Value.GetRawText();
            }
        }

        return texts;
    }

    /// <summary>Keys that nobody asked for.</summary>
    public IEnumerable<string> Unasked() => element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(property => property.Name).Where(name => !_asked.Contains(name)) : [];
}
