using System.Collections.Immutable;
using System.Text;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Writing;

/// <summary>The file with the requests of a journey: a method for each, which is one step.</summary>
/// <param name="journey">The journey.</param>
internal sealed class RequestsFile(Journey journey)
{
    private readonly CSharpText _text = new(journey.Values);
    private readonly List<(string Name, byte[] Bytes)> _files = [];

    /// <summary>Bodies that are bytes, as files beside the suite.</summary>
    public IReadOnlyList<(string Name, byte[] Bytes)> Files => _files;

    /// <summary>The methods' names, in the order of the requests; the same request has the same method.</summary>
    public static ImmutableArray<string> MethodsOf(Journey journey)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var known = new List<(JourneyRequest Request, string Method)>();
        foreach (var request in journey.Requests)
        {
            var same = known.FirstOrDefault(other => IsSame(other.Request, request)).Method;
            known.Add((request, same ?? Names.Free(Names.Pascal(request.Step), taken)));
        }

        return [.. known.Select(other => other.Method)];
    }

    /// <summary>The variables that a request needs, in the order of the journey's values.</summary>
    public static IEnumerable<JourneyValue> NeedsOf(Journey journey, JourneyRequest request)
    {
        var used = Texts(request).SelectMany(text => Place.Split(text)).Select(part => part.Value).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return journey.Values.Where(value => value.Kind == ValueKind.Answer && used.Contains(value.Name));
    }

    /// <summary>Writes it.</summary>
    public string Write(string project)
    {
        var methods = MethodsOf(journey);
        var body = new StringBuilder();
        var written = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < methods.Length; at++)
        {
            if (written.Add(methods[at]))
            {
                body.Append(written.Count == 1 ? "" : "\n").Append(Method(methods[at], journey.Requests[at]));
            }
        }

        var code = body.ToString();
        string[] usings =
        [
            .. code.Contains("AuthenticationHeader", StringComparison.Ordinal) || code.Contains("MediaTypeHeaderValue", StringComparison.Ordinal) ? ["using System.Net.Http.Headers;"] : Array.Empty<string>(),
            .. code.Contains("Encoding.UTF8", StringComparison.Ordinal) ? ["using System.Text;"] : Array.Empty<string>(),
            .. code.Contains("JsonNode.", StringComparison.Ordinal) ? ["using System.Text.Json.Nodes;"] : Array.Empty<string>(),
            "using LoadLab.Sdk;",
        ];
        return $$"""
            {{string.Join('\n', usings)}}

            namespace {{project}};

            /// <summary>The requests of the target. Each is a step: one row of the report.</summary>
            internal static class Requests
            {
            {{code}}}

            """;
    }

    private string Method(string name, JourneyRequest request)
    {
        var parameters = string.Concat(NeedsOf(journey, request).Select(value => $", {(value.IsNumber ? "long" : "string")} {value.Name}"));
        var chain = new StringBuilder($"Http.CreateRequest({CSharpText.Literal(request.Method)}, {_text.String(request.Url, inUrl: true)})");
        foreach (var header in request.Headers)
        {
            chain.Append("\n            ").Append(Header(header));
        }

        if (request.Body is { } content)
        {
            chain.Append("\n            ").Append(Body(content, request.Step));
        }

        return $$"""
                /// <summary><c>{{Shown(request)}}</c></summary>
                public static Task<Response<HttpResponseMessage>> {{name}}(IScenarioContext context{{parameters}}) => Step.Run({{CSharpText.Literal(request.Step)}}, context, async () =>
                {
                    using var request = {{chain}};
                    return await Http.Send(context.HttpClient, request, context.CancellationToken);
                });

            """;
    }

    private string Header(Field header)
    {
        const string Bearer = "Bearer ";
        return header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && header.Value.StartsWith(Bearer, StringComparison.Ordinal) && Place.Split(header.Value[Bearer.Length..]).Count() == 1
            ? $".WithBearer({_text.String(header.Value[Bearer.Length..])})"
            : $".WithHeader({CSharpText.Literal(header.Name)}, {_text.String(header.Value)})";
    }

    private string Body(RequestBody body, string step) => body switch
    {
        RequestBody.Json json => $".WithJsonBody({new JsonExpression(_text).Of(json.Value, 12)})",
        RequestBody.Form form => $".WithBody(new FormUrlEncodedContent([{string.Join(", ", form.Fields.Select(field => $"new({CSharpText.Literal(field.Name)}, {_text.String(field.Value)})"))}]))",
        RequestBody.Plain plain => $".WithBody(new StringContent({_text.String(plain.Text)}, Encoding.UTF8)).WithHeader(\"Content-Type\", {CSharpText.Literal(plain.ContentType)})",
        RequestBody.Binary binary => $".WithBody(new ByteArrayContent(File.ReadAllBytes(Path.Combine(context.SuiteDirectory, {CSharpText.Literal(Keep(step + ".bin", binary.Bytes))})))).WithHeader(\"Content-Type\", {CSharpText.Literal(binary.ContentType)})",
        RequestBody.Multipart parts => $".WithBody(new MultipartFormDataContent\n            {{\n{string.Concat(parts.Parts.Select(part => $"                {Part(part, step)},\n"))}            }})",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string Part(FormPart part, string step) => part.Text is { } text
        ? $"{{ new StringContent({_text.String(text)}){Typed(part)}, {CSharpText.Literal(part.Name)} }}"
        : $"{{ new ByteArrayContent(File.ReadAllBytes(Path.Combine(context.SuiteDirectory, {CSharpText.Literal(Keep($"{step}_{Names.Snake(part.Name)}.bin", part.File ?? []))}))){Typed(part)}, {CSharpText.Literal(part.Name)}, {CSharpText.Literal(part.FileName ?? part.Name)} }}";

    private static string Typed(FormPart part) => part.ContentType is { Length: > 0 } type ? $" {{ Headers = {{ ContentType = MediaTypeHeaderValue.Parse({CSharpText.Literal(type)}) }} }}" : "";

    private string Keep(string name, byte[] bytes)
    {
        var path = "bodies/" + name;
        if (!_files.Any(file => file.Name == path))
        {
            _files.Add((path, bytes));
        }

        return path;
    }

    private static string Shown(JourneyRequest request) =>
        System.Net.WebUtility.HtmlEncode($"{request.Method} {string.Concat(Place.Split(request.Url.Split('?')[0]).Select(part => part.Value is null ? part.Words : $"{{{part.Value}}}"))}");

    private static bool IsSame(JourneyRequest one, JourneyRequest other) =>
        one.Step == other.Step && Texts(one).SequenceEqual(Texts(other), StringComparer.Ordinal) && one.Body?.GetType() == other.Body?.GetType() && one.Body is not (RequestBody.Binary or RequestBody.Multipart);

    private static IEnumerable<string> Texts(JourneyRequest request) =>
    [
        request.Method, request.Url, .. request.Headers.SelectMany(header => new[] { header.Name, header.Value }),
        .. request.Body switch
        {
            RequestBody.Json json => Strings(json.Value),
            RequestBody.Form form => form.Fields.SelectMany(field => new[] { field.Name, field.Value }),
            RequestBody.Plain plain => [plain.Text, plain.ContentType],
            RequestBody.Multipart parts => parts.Parts.SelectMany(part => new[] { part.Name, part.Text ?? "" }),
            _ => Array.Empty<string>(),
        },
    ];

    private static IEnumerable<string> Strings(System.Text.Json.Nodes.JsonNode? node) => node switch
    {
        System.Text.Json.Nodes.JsonObject value => value.SelectMany(member => Strings(member.Value).Prepend(member.Key)),
        System.Text.Json.Nodes.JsonArray list => list.SelectMany(Strings).Prepend("["),
        System.Text.Json.Nodes.JsonValue text when text.TryGetValue<string>(out var words) => [words],
        _ => [node?.ToJsonString() ?? "null"],
    };
}
