using System.Text;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Writing;

/// <summary>The file that reads values out of answers, with what a journey uses of it.</summary>
internal static class AnswersFile
{
    private const string Json = """
            /// <summary>The JSON of the body.</summary>
            public static JsonElement Json(this Response<HttpResponseMessage> answer)
            {
                var body = answer.Payload.Value.Content.ReadAsStream();
                body.Position = 0;
                using var document = JsonDocument.Parse(body);
                return document.RootElement.Clone();
            }

            /// <summary>A member of an object.</summary>
            public static JsonElement At(this JsonElement json, string name) =>
                json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : throw Missing($"'{name}'", json);

        """;

    private const string Index = """
            /// <summary>An entry of a list, counted from 0.</summary>
            public static JsonElement At(this JsonElement json, int index) =>
                json.ValueKind == JsonValueKind.Array && index < json.GetArrayLength() ? json[index] : throw Missing($"entry {index}", json);

        """;

    private const string Any = """
            /// <summary>An entry of a list, by chance.</summary>
            public static JsonElement Any(this JsonElement json, Random random) =>
                json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 ? json[random.Next(json.GetArrayLength())] : throw Missing("entry", json);

        """;

    private const string Text = """
            /// <summary>A text, or a number as a text.</summary>
            public static string Text(this JsonElement json) => json.ValueKind switch
            {
                JsonValueKind.String => json.GetString()!,
                JsonValueKind.Number => json.GetRawText(),
                _ => throw Missing("text", json),
            };

        """;

    private const string Number = """
            /// <summary>A whole number.</summary>
            public static long Number(this JsonElement json) =>
                json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) ? number : throw Missing("whole number", json);

        """;

    private const string Missing = """
            private static InvalidDataException Missing(string what, JsonElement json)
            {
                var text = json.GetRawText();
                return new InvalidDataException($"The answer has no {what} here: {(text.Length > 200 ? text[..200] + "…" : text)}");
            }

        """;

    private const string Header = """
            /// <summary>A header.</summary>
            public static string Header(this Response<HttpResponseMessage> answer, string name) =>
                answer.Payload.Value.Headers.TryGetValues(name, out var values) ? values.First() : throw new InvalidDataException($"The answer has no header '{name}'.");

        """;

    private const string Tail = """
            /// <summary>The last part of the address in a header.</summary>
            public static string HeaderTail(this Response<HttpResponseMessage> answer, string name) => answer.Header(name).Split('?')[0].TrimEnd('/').Split('/')[^1];

        """;

    private const string Cookie = """
            /// <summary>A cookie that the answer sets.</summary>
            public static string Cookie(this Response<HttpResponseMessage> answer, string name) =>
                answer.Payload.Value.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.FirstOrDefault(cookie => cookie.StartsWith(name + "=", StringComparison.Ordinal)) is { } found
                    ? found[(name.Length + 1)..].Split(';')[0]
                    : throw new InvalidDataException($"The answer sets no cookie '{name}'.");

        """;

    private const string Between = """
            /// <summary>The text of the body between two others.</summary>
            public static string Between(this Response<HttpResponseMessage> answer, string before, string after)
            {
                var body = answer.Payload.Value.Content.ReadAsStream();
                body.Position = 0;
                var text = new StreamReader(body).ReadToEnd();
                var start = text.IndexOf(before, StringComparison.Ordinal);
                var end = start < 0 ? -1 : text.IndexOf(after, start + before.Length, StringComparison.Ordinal);
                return end < 0 ? throw new InvalidDataException($"The answer has nothing between '{before}' and '{after}'.") : text[(start + before.Length)..end];
            }

        """;

    /// <summary>The expression that takes a value from an answer.</summary>
    public static string Expression(string answer, Take take, JourneyValue value) => take.From switch
    {
        TakeFrom.Json => $"{answer}.Json(){string.Concat(take.Path.Select(step => step is string name ? $".At({CSharpText.Literal(name)})" : step is int index ? $".At({index})" : ".Any(context.Random)"))}.{(value.IsNumber ? "Number" : "Text")}()",
        TakeFrom.Header => $"{answer}.Header({CSharpText.Literal((string)take.Path[0])})",
        TakeFrom.HeaderTail => $"{answer}.HeaderTail({CSharpText.Literal((string)take.Path[0])})",
        TakeFrom.Cookie => $"{answer}.Cookie({CSharpText.Literal((string)take.Path[0])})",
        TakeFrom.Between => $"{answer}.Between({CSharpText.Literal((string)take.Path[0])}, {CSharpText.Literal((string)take.Path[1])})",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Writes the file; null when nothing is taken.</summary>
    public static string? Write(Journey journey, string project)
    {
        var takes = journey.Requests.SelectMany(request => request.Takes).ToList();
        if (takes.Count == 0)
        {
            return null;
        }

        var json = takes.Where(take => take.From == TakeFrom.Json).ToList();
        bool Is(TakeFrom from) => takes.Exists(take => take.From == from);
        bool IsNumber(Take take) => journey.Values.Single(value => value.Name == take.Value).IsNumber;
        string[] parts =
        [
            .. One(json.Count > 0, Json),
            .. One(json.Exists(take => take.Path.Any(step => step is int)), Index),
            .. One(json.Exists(take => take.Path.Contains(Take.AnyEntry)), Any),
            .. One(json.Exists(take => !IsNumber(take)), Text),
            .. One(json.Exists(IsNumber), Number),
            .. One(Is(TakeFrom.Header) || Is(TakeFrom.HeaderTail), Header),
            .. One(Is(TakeFrom.HeaderTail), Tail),
            .. One(Is(TakeFrom.Cookie), Cookie),
            .. One(Is(TakeFrom.Between), Between),
            .. One(json.Count > 0, Missing),
        ];
        return new StringBuilder(json.Count > 0 ? "using System.Text.Json;\n" : "").Append("using LoadLab.Sdk;\n\nnamespace ").Append(project).Append(";\n\n")
            .Append("/// <summary>Reads values out of answers. What is missing ends the iteration as failed, and says so.</summary>\ninternal static class Answers\n{\n")
            .Append(string.Join('\n', parts.Select(part => part.TrimEnd('\n') + "\n"))).Append("}\n").ToString();
    }

    private static string[] One(bool isUsed, string part) => isUsed ? [part] : [];
}
