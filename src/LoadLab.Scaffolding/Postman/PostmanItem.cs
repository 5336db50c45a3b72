using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using LoadLab.Scaffolding.Correlation;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Scaffolding.Postman;

/// <summary>A request of a collection.</summary>
/// <param name="Address">Its host; null when only a variable knows it.</param>
/// <param name="Exchange">The request, and its saved answer.</param>
internal sealed record PostmanItem(Uri? Address, Exchange Exchange)
{
    /// <summary>Reads it; null after a fault.</summary>
    public static PostmanItem? Read(JsonElement item, JsonElement? inherited, string? folder, string at, PostmanVariables variables, List<string> faults, List<string> notes)
    {
        var request = item.Get("request");
        var isText = request.ValueKind == JsonValueKind.String;
        var raw = isText ? request.GetString() : request.Text("url") ?? request.Get("url").Text("raw");
        if (string.IsNullOrWhiteSpace(raw))
        {
            faults.Add($"{at} ('{item.Text("name") ?? ""}') has no address.");
            return null;
        }

        if (SplitAddress(raw, variables) is not var (address, path))
        {
            faults.Add($"{at} ('{item.Text("name") ?? ""}') has the address '{raw}', which is no http or https address.");
            return null;
        }

        var url = variables.Places(WithPathVariables(path, request.Get("url"), variables));
        var headers = request.Entries("header").Where(IsOn).Select(header => new Field((header.Text("key") ?? "").Trim(), variables.Places(header.Text("value") ?? "")))
            .Where(header => header.Name.Length > 0 && !ClientHeaders.Has(header.Name)).ToList();
        var contentType = headers.Find(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        var body = PostmanBody.Read(request.Get("body"), contentType, variables, notes, item.Text("name") ?? at);
        if (body is not null)
        {
            headers.RemoveAll(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase));
        }

        var auth = request.Get("auth") is { ValueKind: JsonValueKind.Object } own ? own : inherited;
        url = PostmanAuth.AddTo(auth, headers, url, variables, notes);
        var method = (isText ? null : request.Text("method"))?.ToUpperInvariant() ?? "GET";
        var (sets, saysMore) = PostmanScripts.Read(item);
        if (saysMore)
        {
            notes.Add($"The scripts of '{item.Text("name") ?? at}' do more than take values from the answer's JSON; that is not done here.");
        }

        var made = new JourneyRequest
        {
            Step = Names.Snake(item.Text("name") ?? "", StepNames.Of(method, url)),
            Method = method,
            Url = url,
            Headers = [.. headers],
            Body = body,
            Takes = [.. sets.Select(set => new Take(variables.SetFromAnswer(set.Variable), TakeFrom.Json, set.Path))],
            Group = folder,
        };
        return new PostmanItem(address, new Exchange(made, Answer(item)));
    }

    /// <summary>True for what is not switched off.</summary>
    public static bool IsOn(JsonElement entry) => entry.Get("disabled").ValueKind != JsonValueKind.True;

    private static (Uri? Address, string Path)? SplitAddress(string raw, PostmanVariables variables)
    {
        // The host is resolved; what follows keeps its variables.
        var scheme = raw.IndexOf("://", StringComparison.Ordinal);
        var start = raw.IndexOf('/', scheme < 0 ? 0 : scheme + 3);
        var query = raw.IndexOf('?', StringComparison.Ordinal);
        var end = start < 0 ? query < 0 ? raw.Length : query : query >= 0 && query < start ? query : start;
        var host = variables.Resolve(raw[..end]);
        var path = raw[end..];
        if (host.Contains("{{", StringComparison.Ordinal))
        {
            return (null, Rooted(path));
        }

        var full = host.Contains("://", StringComparison.Ordinal) ? host : "http://" + host;
        return Uri.TryCreate(full, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? (address, Rooted(address.AbsolutePath.TrimEnd('/') + path)) : null;
    }

    private static string Rooted(string path) => path.Split('#')[0] is var clean && clean.StartsWith('/') ? clean : "/" + clean;

    private static string WithPathVariables(string path, JsonElement url, PostmanVariables variables)
    {
        var query = path.IndexOf('?', StringComparison.Ordinal);
        var segments = (query < 0 ? path : path[..query]).Split('/').Select(segment =>
        {
            if (segment is not [':', .. var key] || key.Length == 0)
            {
                return segment;
            }

            var value = url.Entries("variable").FirstOrDefault(variable => variable.Text("key") == key).Text("value");
            return string.IsNullOrEmpty(value) ? $"{{{{{key}}}}}" : value;
        });
        return string.Join('/', segments) + Encoded(query < 0 ? "" : path[query..]);
    }

    // Postman keeps a query as it was typed.
    private static string Encoded(string query) => query.Replace(" ", "%20", StringComparison.Ordinal);

    private static RecordedAnswer? Answer(JsonElement item)
    {
        var saved = item.Entries("response").FirstOrDefault(answer => answer.Get("code") is not { ValueKind: JsonValueKind.Number } code || !code.TryGetInt32(out var status) || status < 400);
        return saved.ValueKind != JsonValueKind.Object ? null
            : new RecordedAnswer([.. saved.Entries("header").Select(header => new Field(header.Text("key") ?? "", header.Text("value") ?? "")).Where(header => header.Name.Length > 0)], saved.Text("body"));
    }
}
