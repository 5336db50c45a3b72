using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Correlation;

/// <summary>
/// Finds in the requests of a recording what an earlier answer had, and puts a place there. Only a value that the client had not sent before
/// can have come from an answer. Short numbers count only where an id is expected: as a part of a path, or under the same name.
/// </summary>
internal sealed partial class Correlator
{
    private const int ShortestText = 5;
    private const int ShortestNumber = 4;

    private readonly Dictionary<string, (int Index, Found Found)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JourneyValue> _used = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names;
    private readonly List<JourneyRequest> _requests = [];
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    private Correlator(IEnumerable<string> names) => _names = [.. names];

    /// <summary>The requests with their places, and the values.</summary>
    /// <param name="exchanges">The recording, in its order.</param>
    /// <param name="names">Names that are taken.</param>
    public static (ImmutableArray<JourneyRequest> Requests, ImmutableArray<JourneyValue> Values) Correlate(IReadOnlyList<Exchange> exchanges, IEnumerable<string> names)
    {
        var correlator = new Correlator(names);
        foreach (var exchange in exchanges)
        {
            correlator.Add(exchange);
        }

        return ([.. correlator._requests], [.. correlator._used.Values]);
    }

    private void Add(Exchange exchange)
    {
        var url = InUrl(exchange.Request.Url);
        _requests.Add(exchange.Request with
        {
            Url = url,

            // What came from an answer is no name: a step that has it in its name loses it there too.
            Step = exchange.Request.Step == StepNames.Of(exchange.Request.Method, exchange.Request.Url) ? StepNames.Of(exchange.Request.Method, url) : exchange.Request.Step,
            Headers = [.. exchange.Request.Headers.Select(header => header with { Value = InHeader(header) })],
            Body = exchange.Request.Body switch
            {
                RequestBody.Json json => new RequestBody.Json(InJson(json.Value, "")!),
                RequestBody.Form form => new RequestBody.Form([.. form.Fields.Select(field => field with { Value = Whole(field.Value, field.Name) })]),
                RequestBody.Multipart parts => new RequestBody.Multipart([.. parts.Parts.Select(part => part.Text is { } text ? part with { Text = Whole(text, part.Name) } : part)]),
                var other => other,
            },
        });
        if (exchange.Answer is { } answer)
        {
            foreach (var found in AnswerValues.Of(answer, PathWords.Noun(exchange.Request.Url)))
            {
                // The first answer that had it: the later ones repeat it. A cookie is the last one that was set.
                if (!_sent.Contains(found.Text) && (found.From == TakeFrom.Cookie || !_known.ContainsKey(found.Text)))
                {
                    _known[found.Text] = (_requests.Count - 1, found);
                }
            }
        }
    }

    private string InUrl(string url)
    {
        var at = url.IndexOf('?', StringComparison.Ordinal);
        var path = string.Join('/', (at < 0 ? url : url[..at]).Split('/').Select(segment => segment.Length > 0 && (StepNames.IsId(segment) || IsCalledId(segment)) ? Whole(Uri.UnescapeDataString(segment), null, segment) : Sent(segment)));
        return at < 0 ? path : path + "?" + string.Join('&', url[(at + 1)..].Split('&').Select(pair =>
        {
            var parts = pair.Split('=', 2);
            return parts.Length < 2 ? pair : $"{parts[0]}={InParameter(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1].Replace('+', ' ')), parts[1])}";
        }));
    }

    private string InParameter(string name, string value, string encoded)
    {
        // Some APIs have JSON in a parameter: ?where={"author":{"objectId":"…"}}
        var within = value.TrimStart() is ['{' or '[', ..] ? NamedText().Replace(value, match => match.Groups["before"].Value + Whole(match.Groups["value"].Value, match.Groups["name"].Value) + "\"") : value;
        return within == value ? Whole(value, name, encoded) : string.Concat(Place.Split(within).Select(part => part.Value is { } taken ? Place.Of(taken) : Uri.EscapeDataString(part.Words)));
    }

    [GeneratedRegex("(?<before>\"(?<name>[^\"\\\\]+)\"\\s*:\\s*\")(?<value>[^\"\\\\]+)\"")]
    private static partial Regex NamedText();

    /// <summary>A part of a path that looks like a name, and that an earlier answer has as an id: <c>ORD-10234</c>, <c>red-shoes</c>, <c>kTzaBxQLSE</c>. Plain words are none: an answer may call its menu so.</summary>
    private bool IsCalledId(string segment) => segment.Length >= ShortestText
        && (segment.Any(char.IsAsciiDigit) || segment.Contains('-', StringComparison.Ordinal) || (segment.Any(char.IsAsciiLetterLower) && segment.Skip(1).Any(char.IsAsciiLetterUpper)))
        && _known.TryGetValue(segment, out var known) && known.Found.From == TakeFrom.Json && IsIdName(known.Found.Name);

    private string InHeader(Field header)
    {
        if (header.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        {
            return string.Join("; ", header.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => pair.Length < 2 ? pair[0] : $"{pair[0]}={Whole(pair[1], pair[0])}"));
        }

        var at = header.Name.EndsWith("uthorization", StringComparison.OrdinalIgnoreCase) ? header.Value.IndexOf(' ', StringComparison.Ordinal) : -1;
        return at > 0 ? header.Value[..(at + 1)] + Whole(header.Value[(at + 1)..].Trim(), "token") : Whole(header.Value, header.Name);
    }

    private JsonNode? InJson(JsonNode? node, string name) => node switch
    {
        JsonObject value => new JsonObject(value.Select(member => KeyValuePair.Create(member.Key, InJson(member.Value, member.Key)))),
        JsonArray list => new JsonArray([.. list.Select(entry => InJson(entry, PathWords.Singular(name)))]),
        JsonValue text when text.TryGetValue<string>(out var words) => JsonValue.Create(Whole(words, name)),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => Find(number.ToJsonString(), name) is { } value ? JsonValue.Create(Place.Number(value)) : number.DeepClone(),
        _ => node?.DeepClone(),
    };

    /// <param name="text">The value that is sent.</param>
    /// <param name="name">What it is called there; null for a part of a path.</param>
    /// <param name="otherwise">What is written when it came from no answer; null for the value.</param>
    private string Whole(string text, string? name, string? otherwise = null) => Place.IsIn(text) || Find(text, name) is not { } value ? otherwise ?? text : Place.Of(value);

    private string Sent(string text)
    {
        _sent.Add(text);
        return text;
    }

    private string? Find(string text, string? name)
    {
        if (!_known.TryGetValue(text, out var known) || !IsLikely(text, name, known.Found))
        {
            _sent.Add(text);
            return null;
        }

        var key = $"{known.Index} {known.Found.From} {string.Join('\u0001', known.Found.Path)}";
        if (!_used.TryGetValue(key, out var value))
        {
            var source = _requests[known.Index];
            value = new JourneyValue(Names.Free(Names.Camel(known.Found.Name), _names), ValueKind.Answer, null, $"in the answer of {source.Step}") { IsNumber = known.Found.IsNumber };
            _used.Add(key, value);
            _requests[known.Index] = source with { Takes = [.. source.Takes, new Take(value.Name, known.Found.From, known.Found.Path)] };
        }

        return value.Name;
    }

    private static bool IsLikely(string text, string? name, Found found)
    {
        if (found.From is TakeFrom.Cookie)
        {
            return name is not null && (name == found.Name || text.Length >= ShortestText * 2);
        }

        if (name is null)
        {
            return IsIdName(found.Name) || text.Length >= ShortestText * 2;
        }

        var sameName = Names.Camel(name) == Names.Camel(found.Name) || IsIdName(name) && IsIdName(found.Name) && Names.Camel(found.Name).EndsWith(Names.Pascal(name), StringComparison.Ordinal);
        return sameName && (text.Length >= ShortestNumber || IsIdName(name)) || text.Length >= ShortestText && (IsIdName(found.Name) && IsIdName(name) || SecretWords.IsName(found.Name) && SecretWords.IsName(name)) || text.Length >= 16 && !text.Contains(' ', StringComparison.Ordinal);
    }

    private static bool IsIdName(string name) => Names.Snake(name).Split('_')[^1] is "id" or "uuid" or "guid" or "key" or "number" or "code" or "slug" or "ref";
}
