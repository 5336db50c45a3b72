using System.Text.Json;

namespace LoadLab.Sdk;

/// <summary>How <see cref="Http.Send(HttpClient, HttpClientArgs, HttpRequestMessage)"/> sends. Immutable.</summary>
public sealed record HttpClientArgs
{
    private HttpClientArgs()
    {
    }

    /// <summary>When the answer counts as received.</summary>
    /// <value>With its whole body. With the headers alone, the body is the scenario's to read, and its time is not in the call's.</value>
    public HttpCompletionOption HttpCompletion { get; private init; }

    /// <summary>Gives up on the request.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>How a typed answer is read.</summary>
    /// <value><see cref="JsonSerializerOptions.Web"/>.</value>
    public JsonSerializerOptions JsonSerializerOptions { get; private init; } = JsonSerializerOptions.Web;

    /// <summary>Where failed requests are noted; null for nowhere.</summary>
    public IScenarioLogger? Logger { get; private init; }

    /// <summary>Arguments with a token.</summary>
    public static HttpClientArgs Create(
        CancellationToken cancellationToken,
        HttpCompletionOption httpCompletion = HttpCompletionOption.ResponseContentRead,
        JsonSerializerOptions? jsonOptions = null,
        IScenarioLogger? logger = null) => new()
        {
            CancellationToken = cancellationToken,
            HttpCompletion = httpCompletion,
            JsonSerializerOptions = jsonOptions ?? JsonSerializerOptions.Web,
            Logger = logger,
        };

    /// <summary>Arguments without a token.</summary>
    public static HttpClientArgs Create(
        HttpCompletionOption httpCompletion = HttpCompletionOption.ResponseContentRead,
        JsonSerializerOptions? jsonOptions = null,
        IScenarioLogger? logger = null) => Create(CancellationToken.None, httpCompletion, jsonOptions, logger);
}

/// <summary>An answer whose body was read as JSON.</summary>
/// <typeparam name="T">What the body was read as.</typeparam>
/// <param name="Data">The body; the type's default when the request failed and its body is no such JSON.</param>
/// <param name="Response">The whole answer.</param>
public readonly record struct HttpResponse<T>(T Data, HttpResponseMessage Response);
