using LoadLab.Scaffolding.Journeys;
using Microsoft.OpenApi;

namespace LoadLab.Scaffolding.OpenApi;

/// <summary>The server that a document names.</summary>
internal static class ServerAddress
{
    /// <summary>Its address, and the path that stands before all others. A relative one is that of the place where the document was.</summary>
    public static (Uri? Address, string Prefix) Of(OpenApiDocument document, Uri? documentAddress)
    {
        var origin = documentAddress is null ? null : new Uri(documentAddress.GetLeftPart(UriPartial.Authority));
        var server = document.Servers?.FirstOrDefault();
        var url = (server?.Variables ?? new Dictionary<string, OpenApiServerVariable>()).Aggregate(server?.Url ?? "", (text, variable) => text.Replace("{" + variable.Key + "}", variable.Value.Default ?? "", StringComparison.Ordinal));
        if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && (absolute.Scheme == Uri.UriSchemeHttp || absolute.Scheme == Uri.UriSchemeHttps))
        {
            return (new Uri(absolute.GetLeftPart(UriPartial.Authority)), Place.Clean(absolute.AbsolutePath.TrimEnd('/')));
        }

        return (origin, url.StartsWith('/') ? url.TrimEnd('/') : "");
    }
}
