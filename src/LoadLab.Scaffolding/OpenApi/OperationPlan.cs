using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using LoadLab.Scaffolding.Journeys;
using Microsoft.OpenApi;

namespace LoadLab.Scaffolding.OpenApi;

/// <summary>Turns operations into requests; what one needs and another answers with is taken from there.</summary>
internal sealed class OperationPlan(Security security, string prefix, HashSet<string> names)
{
    private readonly List<(Operation Operation, JourneyRequest Request)> _planned = [];
    private readonly List<JourneyValue> _values = [.. security.Token is { } token ? [token] : Array.Empty<JourneyValue>()];
    private readonly HashSet<string> _steps = [];
    private readonly List<string> _guesses = [];

    /// <summary>The requests, in their order.</summary>
    public List<JourneyRequest> Requests => [.. _planned.Select(planned => planned.Request)];

    /// <summary>What they need.</summary>
    public IReadOnlyList<JourneyValue> Values => _values;

    /// <summary>What is sent because something must be, one sentence each.</summary>
    public IReadOnlyList<string> Guesses => _guesses;

    /// <summary>Plans what can be sent, in an order in which each has what it needs.</summary>
    /// <param name="pending">What is to be planned.</param>
    /// <param name="left">Gets what can't be.</param>
    public void AddAll(List<Operation> pending, List<string> left)
    {
        // First by what other operations answer; an example in the document only where there is no such answer.
        foreach (var useExamples in new[] { false, true })
        {
            for (var isMore = true; isMore;)
            {
                isMore = false;
                foreach (var operation in pending.ToList())
                {
                    if (TryAdd(operation, useExamples))
                    {
                        pending.Remove(operation);
                        isMore = true;
                    }
                }
            }
        }

        left.AddRange(pending.Select(operation => $"{operation.Title}: nothing says which {string.Join(" and ", Missing(operation))} there is. Give the parameter an 'example' in the document."));
    }

    /// <summary>Plans one that needs nothing of others.</summary>
    public void Add(Operation operation) => TryAdd(operation, useExamples: true);

    private bool TryAdd(Operation operation, bool useExamples)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var takes = new List<(int Index, Take Take, JourneyValue Value)>();
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == ParameterLocation.Path && parameter.Name is not null))
        {
            if (FindTake(operation, parameter.Name!) is { } take)
            {
                takes.Add(take);
                found[parameter.Name!] = Place.Of(take.Value.Name);
            }
            else if (useExamples && Given(parameter) is { } example)
            {
                found[parameter.Name!] = Uri.EscapeDataString(Scalar(example));
            }
            else
            {
                return false;
            }
        }

        if (!TryQuery(operation, useExamples, out var query) || operation.Path.Count(character => character == '{') > found.Count)
        {
            return false;
        }

        foreach (var (index, take, value) in takes)
        {
            if (!_values.Contains(value))
            {
                _values.Add(value);
                names.Add(value.Name);
                _planned[index] = (_planned[index].Operation, _planned[index].Request with { Takes = [.. _planned[index].Request.Takes, take] });
            }
        }

        _planned.Add((operation, Request(operation, found, query)));
        return true;
    }

    private JourneyRequest Request(Operation operation, Dictionary<string, string> found, ImmutableArray<Field> query)
    {
        var path = found.Aggregate(operation.Path, (text, parameter) => text.Replace("{" + parameter.Key + "}", parameter.Value, StringComparison.Ordinal));
        var (headers, securityQuery) = security.Of(operation);
        var all = query.Concat(securityQuery).Select(field => $"{Uri.EscapeDataString(field.Name)}={(Place.IsIn(field.Value) ? field.Value : Uri.EscapeDataString(field.Value))}");
        var url = prefix + path + (all.Any() ? "?" + string.Join('&', all) : "");
        var own = operation.Parameters.Where(parameter => parameter is { In: ParameterLocation.Header, Required: true, Name: not null } && !ClientHeaders.Has(parameter.Name) && !headers.Any(header => header.Name == parameter.Name))
            .Select(parameter => new Field(parameter.Name!, Given(parameter) is { } given ? Scalar(given) : Guess(operation, parameter))).ToList();
        return new JourneyRequest
        {
            Step = Names.Free(operation.Content.OperationId is { Length: > 0 } id ? Names.Snake(id) : StepNames.Of(operation.Method, operation.Path), _steps),
            Method = operation.Method,
            Url = url,
            Headers = [.. operation.Answer() is null ? [] : new[] { new Field("Accept", "application/json") }, .. headers, .. own],
            Body = operation == security.LogIn ? LogInBody(operation) : Body(operation),
            Takes = operation == security.LogIn ? [new Take(security.Token!.Name, TakeFrom.Json, security.TokenPath)] : [],
            Group = operation.Content.Tags?.FirstOrDefault()?.Name,
        };
    }

    private string Guess(Operation operation, IOpenApiParameter header)
    {
        var value = SchemaExample.Of(header.Schema) is { } example ? Scalar(example) : "text";
        _guesses.Add($"Guessed: {operation.Title} needs the header {header.Name}, which is sent as '{value}'. Give it an 'example' in the document, or change Requests.cs.");
        return value;
    }

    private (int Index, Take Take, JourneyValue Value)? FindTake(Operation operation, string parameter)
    {
        for (var at = 0; at < _planned.Count; at++)
        {
            if (_planned[at].Operation is { Method: "GET" } list && list != operation && Entries.Find(list, operation.Path, parameter) is var (path, isNumber))
            {
                var known = _planned[at].Request.Takes.FirstOrDefault(take => take.Path.SequenceEqual(path));
                var noun = PathWords.Noun(operation.Path[..operation.Path.IndexOf("{" + parameter + "}", StringComparison.Ordinal)]);
                var name = Names.Camel(Names.Snake(parameter).EndsWith("_id", StringComparison.Ordinal) || noun.Length == 0 ? parameter : $"{noun}_{parameter}");
                var value = known is not null
                    ? _values.Single(value => value.Name == known.Value)
                    : new JourneyValue(names.Contains(name) ? Names.Free(name, new HashSet<string>(names)) : name, ValueKind.Answer, null, $"one that {list.Title} lists") { IsNumber = isNumber };
                return (at, known ?? new Take(value.Name, TakeFrom.Json, path), value);
            }
        }

        return null;
    }

    /// <summary>Who logs in is no matter of the document: what it gives no example for comes from the environment.</summary>
    private RequestBody? LogInBody(Operation operation)
    {
        if (Body(operation) is not RequestBody.Json { Value: JsonObject body })
        {
            return Body(operation);
        }

        foreach (var (name, member) in SchemaExample.Members(operation.Request()))
        {
            if (body.ContainsKey(name) && body[name]!.GetValueKind() == System.Text.Json.JsonValueKind.String && (SecretWords.IsName(name) || SchemaExample.Given(member) is null))
            {
                var value = new JourneyValue(Names.Free(Names.Camel(name), names), ValueKind.Secret, null, $"the JSON field {name} of {operation.Title}");
                _values.Add(value);
                body[name] = Place.Of(value.Name);
            }
        }

        return new RequestBody.Json(body);
    }

    private static bool TryQuery(Operation operation, bool useExamples, out ImmutableArray<Field> query)
    {
        var fields = ImmutableArray.CreateBuilder<Field>();
        query = [];
        foreach (var parameter in operation.Parameters.Where(parameter => parameter is { In: ParameterLocation.Query, Required: true, Name: not null }))
        {
            // A choice or a number that the schema allows will do; which text means something only the document can tell.
            var value = Given(parameter) ?? (parameter.Schema?.Type is { } type && (type & ~JsonSchemaType.Null) != JsonSchemaType.String ? SchemaExample.Of(parameter.Schema) : null);
            if (value is null || (!useExamples && Given(parameter) is null))
            {
                return false;
            }

            fields.Add(new Field(parameter.Name!, Scalar(value)));
        }

        query = fields.ToImmutable();
        return true;
    }

    private IEnumerable<string> Missing(Operation operation) => operation.Parameters
        .Where(parameter => parameter.Name is not null && (parameter.In == ParameterLocation.Path ? FindTake(operation, parameter.Name) is null : parameter is { In: ParameterLocation.Query, Required: true }) && Given(parameter) is null)
        .Select(parameter => $"'{parameter.Name}'").DefaultIfEmpty("parameter of the path");

    private static JsonNode? Given(IOpenApiParameter parameter) =>
        parameter.Example ?? parameter.Examples?.Values.FirstOrDefault()?.Value ?? SchemaExample.Given(parameter.Schema);

    private static RequestBody? Body(Operation operation)
    {
        var content = operation.Content.RequestBody?.Content;
        if (content is null || content.Count == 0)
        {
            return null;
        }

        if (Operation.Json(content) is { } json)
        {
            return Example(json) is (JsonObject or JsonArray) and { } value ? new RequestBody.Json(value) : new RequestBody.Plain(Example(json)?.ToJsonString() ?? "{}", "application/json");
        }

        var (type, media) = content.First();
        var members = Example(media) as JsonObject ?? [];
        return type.Split(';')[0].Trim() switch
        {
            "application/x-www-form-urlencoded" => new RequestBody.Form([.. members.Select(member => new Field(member.Key, Scalar(member.Value!)))]),
            "multipart/form-data" => new RequestBody.Multipart([.. SchemaExample.Members(media.Schema).Select(member => member.Value.Format is "binary"
                ? new FormPart(member.Key, null, Encoding.UTF8.GetBytes("a file"), member.Key + ".bin", "application/octet-stream")
                : new FormPart(member.Key, Scalar(SchemaExample.Of(member.Value) ?? "text"), null, null, null))]),
            "application/octet-stream" => new RequestBody.Binary(Encoding.UTF8.GetBytes("a file"), type),
            _ => new RequestBody.Plain(Example(media) is { } text ? Scalar(text) : "", type),
        };
    }

    private static JsonNode? Example(OpenApiMediaType media) => media.Example?.DeepClone() ?? media.Examples?.Values.FirstOrDefault()?.Value?.DeepClone() ?? SchemaExample.Of(media.Schema);

    private static string Scalar(JsonNode value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : value.ToJsonString();
}
