using System.Collections.Immutable;
using LoadLab.Scaffolding.Journeys;
using Microsoft.OpenApi;

namespace LoadLab.Scaffolding.OpenApi;

/// <summary>How the operations of a document prove who asks: by what a log-in among them answers, else by secrets from the environment.</summary>
internal sealed class Security
{
    private readonly OpenApiDocument _document;
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, JourneyValue> _secrets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _doubts = [];

    /// <summary>Looks for a log-in.</summary>
    public Security(OpenApiDocument document, IReadOnlyList<Operation> operations, HashSet<string> names)
    {
        _document = document;
        _names = names;
        var needed = operations.Any(operation => Schemes(operation).Any(scheme => IsBearer(scheme.Value)));
        LogIn = needed ? operations.FirstOrDefault(IsLogIn) : null;
        if (LogIn is not null)
        {
            TokenPath = FindToken(LogIn.Answer(), 0) ?? [];
            Token = new JourneyValue(Names.Free(Names.Camel((string)TokenPath[^1]), names), ValueKind.Answer, null, $"the token that {LogIn.Title} answers with");
        }
    }

    /// <summary>The operation that answers with a token; null for none.</summary>
    public Operation? LogIn { get; }

    /// <summary>Where in its answer the token is.</summary>
    public ImmutableArray<object> TokenPath { get; } = [];

    /// <summary>The token; null without a log-in.</summary>
    public JourneyValue? Token { get; }

    /// <summary>The secrets that are needed.</summary>
    public IEnumerable<JourneyValue> Secrets => _secrets.Values;

    /// <summary>What is not known of it.</summary>
    public IEnumerable<string> Doubts => _doubts;

    /// <summary>Headers and query parameters that an operation needs.</summary>
    public (ImmutableArray<Field> Headers, ImmutableArray<Field> Query) Of(Operation operation)
    {
        var headers = ImmutableArray.CreateBuilder<Field>();
        var query = ImmutableArray.CreateBuilder<Field>();
        foreach (var (name, scheme) in Schemes(operation))
        {
            switch (scheme.Type)
            {
                case SecuritySchemeType.Http when "basic".Equals(scheme.Scheme, StringComparison.OrdinalIgnoreCase):
                    headers.Add(new Field("Authorization", "Basic " + Secret(name, "credentials", "user and password as Base64 of 'USER:PASSWORD', for basic authentication")));
                    break;
                case SecuritySchemeType.ApiKey when scheme is { In: ParameterLocation.Query, Name.Length: > 0 }:
                    query.Add(new Field(scheme.Name, Secret(name, scheme.Name, $"the query parameter {scheme.Name}")));
                    break;
                case SecuritySchemeType.ApiKey when scheme is { In: ParameterLocation.Cookie, Name.Length: > 0 }:
                    headers.Add(new Field("Cookie", $"{scheme.Name}={Secret(name, scheme.Name, $"the cookie {scheme.Name}")}"));
                    break;
                case SecuritySchemeType.ApiKey when scheme.Name is { Length: > 0 }:
                    headers.Add(new Field(scheme.Name, Secret(name, scheme.Name, $"the header {scheme.Name}")));
                    break;
                case not null when IsBearer(scheme):
                    headers.Add(new Field("Authorization", "Bearer " + (Token is null ? Secret(name, "token", $"the token for '{name}', sent behind 'Bearer '") : Place.Of(Token.Name))));
                    break;
                default:
                    _doubts.Add($"The security scheme '{name}' (type {scheme.Type?.ToString() ?? "unknown"}{(scheme.Scheme is null ? "" : ", " + scheme.Scheme)}) can't be done by itself: its requests are sent without it.");
                    break;
            }
        }

        return (headers.ToImmutable(), query.ToImmutable());
    }

    private static bool IsBearer(IOpenApiSecurityScheme scheme) => scheme.Type is SecuritySchemeType.OAuth2 or SecuritySchemeType.OpenIdConnect
        || (scheme.Type is SecuritySchemeType.Http && "bearer".Equals(scheme.Scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>The schemes of the first way that is offered; none when one way is to do without.</summary>
    private IEnumerable<KeyValuePair<string, IOpenApiSecurityScheme>> Schemes(Operation operation)
    {
        var ways = operation.Content.Security ?? _document.Security ?? [];
        if (ways.Count == 0 || ways.Any(way => way.Count == 0))
        {
            return [];
        }

        return ways[0].Keys.Select(reference => KeyValuePair.Create(reference.Reference.Id ?? "security", (IOpenApiSecurityScheme)reference));
    }

    private bool IsLogIn(Operation operation) =>
        operation.Method == "POST" && !Schemes(operation).Any(scheme => IsBearer(scheme.Value))
        && SchemaExample.Members(operation.Request()).Any(member => SecretWords.IsName(member.Key))
        && FindToken(operation.Answer(), 0) is not null;

    private static ImmutableArray<object>? FindToken(IOpenApiSchema? schema, int depth)
    {
        foreach (var (name, member) in SchemaExample.Members(schema))
        {
            if (Names.Camel(name) is "token" or "accessToken" or "jwt" or "idToken" or "authToken" or "bearerToken" or "access")
            {
                return [name];
            }

            if (depth < 2 && FindToken(member, depth + 1) is { } deeper)
            {
                return [name, .. deeper];
            }
        }

        return null;
    }

    private string Secret(string scheme, string name, string why)
    {
        if (!_secrets.TryGetValue(scheme, out var secret))
        {
            secret = new JourneyValue(Names.Free(Names.Camel(name), _names), ValueKind.Secret, null, why);
            _secrets.Add(scheme, secret);
        }

        return Place.Of(secret.Name);
    }
}
