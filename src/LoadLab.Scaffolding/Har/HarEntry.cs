using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadLab.Scaffolding.Correlation;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Scaffolding.Har;

/// <summary>One request of a recording.</summary>
internal sealed record HarEntry
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>The method, in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>The whole address.</summary>
    public required Uri Address { get; init; }

    /// <summary>Its headers, without those of the client.</summary>
    public required ImmutableArray<Field> Headers { get; init; }

    /// <summary>Null for none.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>The answer.</summary>
    public required RecordedAnswer Answer { get; init; }

    /// <summary>The type of the answer's body; empty when it is not known.</summary>
    public required string AnswerKind { get; init; }

    /// <summary>Reads it; null after a fault, and for what is no HTTP.</summary>
    public static HarEntry? Read(JsonElement entry, int index, List<string> faults)
    {
        var request = entry.Get("request");
        var at = string.Create(CultureInfo.InvariantCulture, $"log.entries[{index}]");
        var url = request.Text("url");
        if (url is not null && Uri.TryCreate(url, UriKind.Absolute, out var other) && other.Scheme is "data" or "blob" or "ws" or "wss" or "chrome-extension" or "about")
        {
            return null;
        }

        var count = faults.Count;
        if (url is null || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            faults.Add($"{at}.request.url is {(url is null ? "missing" : $"'{Short(url)}'")}: it must be an http or https address.");
            address = null;
        }

        if (request.Text("method") is not { Length: > 0 } method)
        {
            faults.Add($"{at}.request.method is missing.");
            method = "";
        }

        if (!DateTimeOffset.TryParse(entry.Text("startedDateTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started))
        {
            faults.Add($"{at}.startedDateTime is {(entry.Text("startedDateTime") is { } time ? $"'{Short(time)}'" : "missing")}: it must be a time, such as 2026-01-31T12:00:00.000Z.");
        }

        if (faults.Count > count)
        {
            return null;
        }

        var body = ReadBody(request.Get("postData"));
        var answer = entry.Get("response");
        return new HarEntry
        {
            Started = started,
            Took = entry.Get("time") is { ValueKind: JsonValueKind.Number } took && took.TryGetDouble(out var milliseconds) && milliseconds is > 0 and < 86_400_000 ? TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.Zero,
            Method = method.ToUpperInvariant(),
            Address = address!,
            Headers = [.. Fields(request, "headers").Where(header => !ClientHeaders.Has(header.Name) && !(body is not null && header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))],
            Body = body,
            Answer = new RecordedAnswer([.. Fields(answer, "headers")], AnswerText(answer.Get("content"))),
            AnswerKind = answer.Get("content").Text("mimeType") ?? "",
        };
    }

    /// <summary>As a request of a journey.</summary>
    public JourneyRequest ToRequest(TimeSpan think) => new()
    {
        Step = StepNames.Of(Method, Address.AbsolutePath, Body),
        Method = Method,
        Url = Address.PathAndQuery,
        Headers = Headers,
        Body = Body,
        Think = think,
    };

    private static IEnumerable<Field> Fields(JsonElement of, string name) =>
        of.Entries(name).Select(field => new Field(field.Text("name") ?? "", field.Text("value") ?? "")).Where(field => field.Name.Length > 0);

    private static RequestBody? ReadBody(JsonElement data)
    {
        var type = data.Text("mimeType");
        var fields = data.Entries("params").ToList();
        if (fields.Count > 0 && type?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) is true)
        {
            return new RequestBody.Multipart([.. fields.Select(field => field.Text("fileName") is { } file
                ? new FormPart(field.Text("name") ?? "", null, Encoding.UTF8.GetBytes(field.Text("value") ?? ""), file, field.Text("contentType"))
                : new FormPart(field.Text("name") ?? "", field.Text("value") ?? "", null, null, null))]);
        }

        if (data.Text("text") is { Length: > 0 } text)
        {
            return data.Text("encoding") == "base64" && TryBytes(text) is { } bytes ? new RequestBody.Binary(bytes, type ?? "application/octet-stream") : Bodies.Of(text, type);
        }

        return fields.Count > 0 ? new RequestBody.Form([.. fields.Select(field => new Field(Decoded(field.Text("name")), Decoded(field.Text("value"))))]) : null;
    }

    private static string? AnswerText(JsonElement content)
    {
        if (content.Text("text") is not { } text || content.Text("encoding") != "base64")
        {
            return content.Text("text");
        }

        var kind = content.Text("mimeType") ?? "";
        return (kind.Contains("json", StringComparison.OrdinalIgnoreCase) || kind.StartsWith("text/", StringComparison.OrdinalIgnoreCase)) && TryBytes(text) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static byte[]? TryBytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? bytes[..count] : null;
    }

    // Browsers leave the fields of a form percent-encoded.
    private static string Decoded(string? text) => Uri.UnescapeDataString((text ?? "").Replace('+', ' '));

    private static string Short(string text) => text.Length > 80 ? string.Concat(text.AsSpan(0, 80), "…") : text;
}
