using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>HTTP for scenarios, with the names of NBomber.Http.</summary>
public static class Http
{
    private static readonly string[] StatusText =
        [.. Enumerable.Range(0, 600).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    /// <summary>A request. A relative <paramref name="url"/> is resolved against the client's base address.</summary>
    public static HttpRequestMessage CreateRequest(string method, string url) =>
        new(HttpMethod.Parse(method), new Uri(url, UriKind.RelativeOrAbsolute));

    /// <summary>Adds a header.</summary>
    public static HttpRequestMessage WithHeader(this HttpRequestMessage request, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.Headers.TryAddWithoutValidation(name, value))
        {
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Adds <c>Authorization: Bearer …</c>.</summary>
    public static HttpRequestMessage WithBearer(this HttpRequestMessage request, string token)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <summary>Sets the body.</summary>
    public static HttpRequestMessage WithBody(this HttpRequestMessage request, HttpContent body)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Content = body;
        return request;
    }

    /// <summary>Sets the body to <paramref name="value"/> as JSON.</summary>
    public static HttpRequestMessage WithJsonBody<T>(this HttpRequestMessage request, T value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Content = JsonContent.Create(value, options: options);
        return request;
    }

    /// <summary>
    /// Sends and reads the whole answer. 2xx and 3xx are success; other statuses, timeouts, refused and broken connections are
    /// failed responses of their class. Never throws for what the target does.
    /// </summary>
    /// <param name="client">The context's client, or one of your own.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The context's token.</param>
    public static async Task<Response<HttpResponseMessage>> Send(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var sending = client is IDirectHttpClient direct
                ? direct.SendDirectAsync(request, cancellationToken)
                : client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            var answer = await sending.ConfigureAwait(false);
            var code = (int)answer.StatusCode;
            var text = (uint)code < (uint)StatusText.Length ? StatusText[code] : code.ToString(CultureInfo.InvariantCulture);
            var size = answer.Content.Headers.ContentLength ?? 0;
            return code < 400
                ? Response.Ok(answer, text, size)
                : Response.Fail(answer, text, answer.ReasonPhrase ?? "", size, FailureKind.Status);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is HttpRequestException or OperationCanceledException or TimeoutException or IOException)
        {
            return FailureClassifier.ToResponse<HttpResponseMessage>(fault);
        }
    }
}
