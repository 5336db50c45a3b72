using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>Puts a place where a request has a secret: in headers, cookies, query, forms and JSON. The value is kept nowhere, and wherever it stands again there is the same place.</summary>
internal sealed class SecretHider
{
    private const int ShortestRepeated = 6;

    private readonly HashSet<string> _names;
    private readonly Dictionary<string, JourneyValue> _hidden = new(StringComparer.Ordinal);
    private readonly List<JourneyValue> _values;

    private SecretHider(Journey journey)
    {
        _values = [.. journey.Values];
        _names = [.. journey.Values.Select(value => value.Name)];
    }

    /// <summary>The journey without its secrets.</summary>
    public static Journey Hide(Journey journey)
    {
        var hider = new SecretHider(journey);

        // Twice: a value that is known to be secret by a later request may stand in an earlier one under another name.
        ImmutableArray<JourneyRequest> requests = [.. journey.Requests.Select(hider.Hide)];
        requests = [.. requests.Select(hider.HideKnown)];
        return journey with { Requests = requests, Values = [.. hider._values.Select(value => value.Text is { } text && hider.ReplaceKnown(text) != text ? value with { Text = null, Kind = ValueKind.Secret } : value)] };
    }

    private JourneyRequest Hide(JourneyRequest request) => request with
    {
        Url = HideUrl(request.Url),
        Headers = [.. request.Headers.Select(HideHeader)],
        Body = request.Body switch
        {
            RequestBody.Json json => new RequestBody.Json(HideJson(json.Value.DeepClone(), null)!),
            RequestBody.Form form => new RequestBody.Form([.. form.Fields.Select(field => new Field(field.Name, HideField(field.Name, field.Value, "the form field")))]),
            RequestBody.Multipart parts => new RequestBody.Multipart([.. parts.Parts.Select(part => part.Text is { } text ? part with { Text = HideField(part.Name, text, "the form field") } : part)]),
            RequestBody.Plain plain => plain with { Text = HideWithin(plain.Text, "the body") },
            var other => other,
        },
    };

    private JourneyRequest HideKnown(JourneyRequest request) => request with
    {
        Url = ReplaceKnown(request.Url),
        Headers = [.. request.Headers.Select(header => header with { Value = ReplaceKnown(header.Value) })],
        Body = request.Body switch
        {
            RequestBody.Json json => new RequestBody.Json(EachText(json.Value.DeepClone(), ReplaceKnown)!),
            RequestBody.Form form => new RequestBody.Form([.. form.Fields.Select(field => field with { Value = ReplaceKnown(field.Value) })]),
            RequestBody.Plain plain => plain with { Text = ReplaceKnown(plain.Text) },
            RequestBody.Multipart parts => new RequestBody.Multipart([.. parts.Parts.Select(part => part.Text is { } text ? part with { Text = ReplaceKnown(text) } : part)]),
            var other => other,
        },
    };

    private Field HideHeader(Field header)
    {
        if (header.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        {
            return header with
            {
                Value = string.Join("; ", header.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair =>
                    pair.Length < 2 || Place.IsIn(pair[1]) ? string.Join('=', pair) : $"{pair[0]}={Secret(pair[0], pair[1], $"the cookie {pair[0]}")}")),
            };
        }

        if (Place.IsIn(header.Value) || !(SecretWords.IsName(header.Name) || SecretWords.IsValue(header.Value)))
        {
            return header;
        }

        // 'Bearer', 'Basic': the scheme is no secret.
        var at = header.Value.IndexOf(' ', StringComparison.Ordinal);
        return header.Name.EndsWith("uthorization", StringComparison.OrdinalIgnoreCase) && at > 0
            ? header with { Value = header.Value[..(at + 1)] + Secret(header.Value[..at] is "Bearer" ? "token" : header.Name, header.Value[(at + 1)..].Trim(), $"the header {header.Name}, behind '{header.Value[..at]} '") }
            : header with { Value = Secret(header.Name, header.Value, $"the header {header.Name}") };
    }

    private string HideUrl(string url)
    {
        var at = url.IndexOf('?', StringComparison.Ordinal);
        var path = string.Join('/', (at < 0 ? url : url[..at]).Split('/').Select(segment => !Place.IsIn(segment) && SecretWords.IsValue(Uri.UnescapeDataString(segment)) ? Secret("token", segment, "a part of the path") : segment));
        return at < 0 ? path : path + "?" + string.Join('&', url[(at + 1)..].Split('&').Select(pair =>
        {
            var parts = pair.Split('=', 2);
            return parts.Length < 2 ? pair : $"{parts[0]}={HideField(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1].Replace('+', ' ')), "the query parameter", parts[1])}";
        }));
    }

    /// <param name="name">Name of the field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="kind">What it is a field of.</param>
    /// <param name="encoded">How it is written when it is no secret; null for the value itself.</param>
    private string HideField(string name, string value, string kind, string? encoded = null)
    {
        if (value.Length == 0 || Place.IsIn(value))
        {
            return encoded ?? value;
        }

        var isWhole = SecretWords.IsName(name) || (SecretWords.IsValue(value) && !value.Any(char.IsWhiteSpace));
        if (!isWhole && encoded is null && HideWithin(value, $"{kind} {name}") is var hidden && hidden != value)
        {
            return hidden;
        }

        return SecretWords.IsName(name) || SecretWords.IsValue(value) ? Secret(name, value, $"{kind} {name}") : encoded ?? value;
    }

    /// <summary>Hides what a text has in it: elements of XML, pairs of a name and a value as JSON, attributes and GraphQL have them, and tokens.</summary>
    private string HideWithin(string text, string where) => SecretPairs.Replace(text, (name, value) => Place.IsIn(value) ? value : Secret(name, value, $"{name} in {where}"));

    private JsonNode? HideJson(JsonNode? node, string? name)
    {
        switch (node)
        {
            case JsonObject value:
                foreach (var key in value.Select(member => member.Key).ToList())
                {
                    var member = value[key];
                    value[key] = null;
                    value[key] = HideJson(member, key);
                }

                return value;
            case JsonArray list:
                for (var at = 0; at < list.Count; at++)
                {
                    var entry = list[at];
                    list[at] = null;
                    list[at] = HideJson(entry, name);
                }

                return list;
            case JsonValue text when text.TryGetValue<string>(out var words):
                return JsonValue.Create(HideField(name ?? "", words, "the JSON field"));
            case JsonValue number when name is not null && number.GetValueKind() == System.Text.Json.JsonValueKind.Number && SecretWords.IsName(name):
                return JsonValue.Create(Secret(name, number.ToJsonString(), $"the JSON field {name}"));
            default:
                return node;
        }
    }

    private string Secret(string name, string value, string why)
    {
        if (!_hidden.TryGetValue(value, out var hidden))
        {
            hidden = new JourneyValue(Names.Free(Names.Camel(name, "secret"), _names), ValueKind.Secret, null, why);
            _hidden.Add(value, hidden);
            _values.Add(hidden);
        }

        return Place.Of(hidden.Name);
    }

    private string ReplaceKnown(string text)
    {
        foreach (var (secret, value) in _hidden)
        {
            if (secret.Length >= ShortestRepeated)
            {
                text = text.Replace(secret, Place.Of(value.Name), StringComparison.Ordinal);
                text = text.Replace(Uri.EscapeDataString(secret), Place.Of(value.Name), StringComparison.Ordinal);
            }
        }

        return text;
    }

    private static JsonNode? EachText(JsonNode? node, Func<string, string> change) => node switch
    {
        JsonObject value => new JsonObject(value.Select(member => KeyValuePair.Create(member.Key, EachText(member.Value, change)))),
        JsonArray list => new JsonArray([.. list.Select(entry => EachText(entry, change))]),
        JsonValue text when text.TryGetValue<string>(out var words) => JsonValue.Create(change(words)),
        _ => node?.DeepClone(),
    };
}
