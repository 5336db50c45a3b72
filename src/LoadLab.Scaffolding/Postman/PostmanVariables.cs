using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Scaffolding.Postman;

/// <summary>The variables of a collection: what stands in it, what scripts set from answers, and what is only known outside of it.</summary>
internal sealed partial class PostmanVariables
{
    private const int Deepest = 10;

    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JourneyValue> _values = new(StringComparer.Ordinal);
    private readonly List<JourneyValue> _all = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _dynamic = new(StringComparer.Ordinal);

    /// <summary>What was used of them.</summary>
    public IEnumerable<JourneyValue> Values => _all;

    /// <summary>Names such as <c>$guid</c>, which have one value in each request here.</summary>
    public IEnumerable<string> Dynamic => _dynamic;

    /// <summary>Adds what a collection or folder has.</summary>
    public void Add(JsonElement owner)
    {
        foreach (var variable in owner.Entries("variable"))
        {
            if ((variable.Text("key") ?? variable.Text("id")) is { Length: > 0 } key && variable.Get("value") is var value && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            {
                _written[key] = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            }
        }
    }

    /// <summary>A script takes this variable from an answer.</summary>
    /// <returns>The name of the value.</returns>
    public string SetFromAnswer(string key)
    {
        if (!_values.TryGetValue(key, out var value) || value.Kind != ValueKind.Answer)
        {
            // Requests before this one have another value, from elsewhere.
            value = new JourneyValue(Names.Free(Names.Camel(key), _names), ValueKind.Answer, null, $"the variable {key}, which a script of the collection sets");
            _values[key] = value;
            _all.Add(value);
        }

        return value.Name;
    }

    /// <summary>A text with the values of variables in it, as far as they stand in the collection: for addresses.</summary>
    public string Resolve(string text)
    {
        for (var depth = 0; depth < Deepest && text.Contains("{{", StringComparison.Ordinal); depth++)
        {
            text = Variable().Replace(text, match => _written.TryGetValue(match.Groups[1].Value.Trim(), out var value) ? value : match.Value);
        }

        return text;
    }

    /// <summary>A text with a place for each variable.</summary>
    public string Places(string text) => Variable().Replace(text, match => Of(match.Groups[1].Value.Trim()));

    /// <summary>The text of JSON with a place for each variable. One that stands outside of quotes is a number.</summary>
    public string PlacesOfJson(string text)
    {
        var made = new StringBuilder(text.Length);
        var inString = false;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && inString && at + 1 < text.Length)
            {
                made.Append(text, at++, 2);
            }
            else if (Variable().Match(text, at) is { Success: true } match && match.Index == at)
            {
                var name = match.Groups[1].Value.Trim();
                made.Append(inString ? Of(name) : _written.TryGetValue(name, out var written) && !_values.ContainsKey(name) && !long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? written : $"\"{Of(name, isNumber: true)}\"");
                at += match.Length - 1;
            }
            else
            {
                inString ^= text[at] == '"';
                made.Append(text[at]);
            }
        }

        return made.ToString();
    }

    private string Of(string key, bool isNumber = false)
    {
        if (key.StartsWith('$'))
        {
            _dynamic.Add(key);
            return key switch
            {
                "$guid" or "$randomUUID" => "11111111-2222-4333-8444-555555555555",
                "$timestamp" => "1767225600",
                "$isoTimestamp" => "2026-01-01T00:00:00.000Z",
                _ => "1",
            };
        }

        if (!_values.TryGetValue(key, out var value))
        {
            var written = _written.TryGetValue(key, out var text) ? Resolve(text) : null;
            var isSecret = string.IsNullOrEmpty(written) || SecretWords.IsName(key) || SecretWords.IsValue(written);
            value = new JourneyValue(Names.Free(Names.Camel(key), _names), isSecret ? ValueKind.Secret : ValueKind.Setting, isSecret ? null : Place.Clean(written!), string.IsNullOrEmpty(written) ? $"the variable {key}, which has no value in the collection" : $"the variable {key} of the collection");
            _values.Add(key, value);
            _all.Add(value);
        }

        return isNumber ? Place.Number(value.Name) : Place.Of(value.Name);
    }

    [GeneratedRegex(@"\{\{([^{}]+)\}\}")]
    private static partial Regex Variable();
}
