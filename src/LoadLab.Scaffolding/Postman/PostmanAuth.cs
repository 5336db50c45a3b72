using System.Text;
using System.Text.Json;
using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Sources;

namespace LoadLab.Scaffolding.Postman;

/// <summary>The authorization of a request, its folder or its collection.</summary>
internal static class PostmanAuth
{
    /// <summary>Adds its headers; gives the address with its query.</summary>
    public static string AddTo(JsonElement? auth, List<Field> headers, string url, PostmanVariables variables, List<string> notes)
    {
        if (auth is not { } given || headers.Exists(header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
        {
            return url;
        }

        var type = given.Text("type") ?? "";
        string Part(string name) => given.Get(type) switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().FirstOrDefault(entry => entry.Text("key") == name).Text("value") ?? "",
            var parts => parts.Text(name) ?? "",
        };
        switch (type)
        {
            case "" or "noauth":
                break;
            case "bearer":
                headers.Add(new Field("Authorization", "Bearer " + variables.Places(Or(Part("token"), "token"))));
                break;
            case "oauth2":
                headers.Add(new Field("Authorization", "Bearer " + variables.Places(Or(Part("accessToken"), "accessToken"))));
                break;
            case "basic":
                var (user, password) = (variables.Resolve(Part("username")), variables.Resolve(Part("password")));
                headers.Add(new Field("Authorization", "Basic " + ((user + password).Contains("{{", StringComparison.Ordinal) ? variables.Places("{{basicCredentials}}") : Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))));
                break;
            case "apikey" when Part("in") == "query":
                return $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Uri.EscapeDataString(Part("key"))}={variables.Places(Or(Part("value"), "apiKey"))}";
            case "apikey":
                headers.Add(new Field(Part("key") is { Length: > 0 } key ? key : "X-Api-Key", variables.Places(Or(Part("value"), "apiKey"))));
                break;
            default:
                notes.Add($"The authorization '{type}' can't be done by itself: its requests are sent without it.");
                break;
        }

        return url;
    }

    private static string Or(string value, string variable) => value.Length > 0 ? value : $"{{{{{variable}}}}}";
}
