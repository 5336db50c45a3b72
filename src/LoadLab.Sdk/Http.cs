using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>HTTP for scenarios, with the names of NBomber.Http.</summary>
public static class Http
{
    private static readonly string[] StatusText =
        [.. Enumerable.Range(0, 600).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    /// <summary>
    /// A client of your own with connections without limit, kept for ten minutes. Make one for all iterations, or use the context's, whose connections
    /// are counted. Over HTTP/1.1 it sends nothing twice: a request that was lost has failed. A plain <c>new HttpClient()</c> sends it again in silence.
    /// </summary>
    public static HttpClient CreateDefaultClient() => new(new NoResendHandler(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = int.MaxValue,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
    }));

    /// <summary>A request. A relative <paramref name="url"/> is resolved against the client's base address.</summary>
    public static HttpRequestMessage CreateRequest(string method, string url) =>
        new(HttpMethod.Parse(method), new Uri(url, UriKind.RelativeOrAbsolute));

    /// <summary>
    /// Adds a header. One that describes the body, such as <c>Content-Type</c>, replaces what the body says; given before the body,
    /// it stands where the body says nothing.
    /// </summary>
    /// <exception cref="ArgumentException">It cannot be sent: the name is none, the value has a line break or is not ASCII, or it says where the body ends, which the body does.</exception>
    public static HttpRequestMessage WithHeader(this HttpRequestMessage request, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(request);
        HeaderCheck.Check(request, name, value);
        if (!request.Headers.TryAddWithoutValidation(name, value))
        {
            request.Content ??= new ByteArrayContent([]);
            SetContentHeader(request.Content.Headers, name, value);
        }

        return request;
    }

    /// <summary>
    /// Asks for an HTTP version, <c>1.1</c> or <c>2.0</c>, and for no other: without TLS <c>2.0</c> is sent without an upgrade (h2c), and a
    /// server that does not speak it fails the request with class <see cref="FailureKind.Protocol"/>. Set the request's
    /// <see cref="HttpRequestMessage.VersionPolicy"/> afterwards to allow a lower one.
    /// </summary>
    public static HttpRequestMessage WithVersion(this HttpRequestMessage request, string version)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Version = Version.Parse(version);
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
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
        ArgumentNullException.ThrowIfNull(body);
        foreach (var (name, values) in request.Content?.Headers.NonValidated ?? default)
        {
            if (!body.Headers.NonValidated.Contains(name))
            {
                body.Headers.TryAddWithoutValidation(name, values);
            }
        }

        request.Content = body;
        return request;
    }

    /// <summary>Sets the body to <paramref name="value"/> as JSON, with its length.</summary>
    /// <param name="request">The request.</param>
    /// <param name="value">The value; written now.</param>
    /// <param name="options">How; <see cref="JsonSerializerOptions.Web"/> when null, so names are in camel case.</param>
    public static HttpRequestMessage WithJsonBody<T>(this HttpRequestMessage request, T value, JsonSerializerOptions? options = null)
    {
        var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, options ?? JsonSerializerOptions.Web));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return request.WithBody(body);
    }

    /// <summary>
    /// Sends and reads the whole answer. 2xx and 3xx are success; other statuses, timeouts, refused and broken connections are
    /// failed responses of their class. Never throws for what the target does.
    /// </summary>
    /// <param name="client">The context's client, or one of your own.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The context's token.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task<Response<HttpResponseMessage>> Send(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync(client, request, HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    /// <summary>Sends as <see cref="Send(HttpClient, HttpRequestMessage, CancellationToken)"/> does, with arguments.</summary>
    public static async Task<Response<HttpResponseMessage>> Send(HttpClient client, HttpClientArgs clientArgs, HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(clientArgs);
        ArgumentNullException.ThrowIfNull(request);
        var response = await SendAsync(client, request, clientArgs.HttpCompletion, clientArgs.CancellationToken).ConfigureAwait(false);
        if (response.IsError)
        {
            clientArgs.Logger?.Warning("{Method} {Uri}: {Status} {Message}", request.Method, Shown(request.RequestUri), response.StatusCode, response.Message);
        }

        return response;
    }

    /// <summary>An address as it may stand in a log: a query may have keys in it.</summary>
    private static string Shown(Uri? address) => address is not { IsAbsoluteUri: true } ? address?.OriginalString.Split('?')[0] ?? ""
        : address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Sends and reads the answer's body as JSON. A success whose body is no such JSON fails with class <see cref="FailureKind.Check"/>.</summary>
    public static Task<Response<HttpResponse<T>>> Send<T>(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken = default) =>
        Send<T>(client, HttpClientArgs.Create(cancellationToken), request);

    /// <summary>Sends as <see cref="Send{T}(HttpClient, HttpRequestMessage, CancellationToken)"/> does, with arguments.</summary>
    public static async Task<Response<HttpResponse<T>>> Send<T>(HttpClient client, HttpClientArgs clientArgs, HttpRequestMessage request)
    {
        var response = await Send(client, clientArgs, request).ConfigureAwait(false);
        return response.Payload.IsNone
            ? Same<HttpResponse<T>>(response)
            : await ReadAsync<T>(response, clientArgs).ConfigureAwait(false);
    }

    private static async Task<Response<HttpResponseMessage>> SendAsync(
        HttpClient client, HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            var sending = client is IDirectHttpClient direct && completion == HttpCompletionOption.ResponseContentRead
                ? direct.SendDirectAsync(request, cancellationToken)
                : client.SendAsync(request, completion, cancellationToken);
            var answer = await sending.ConfigureAwait(false);
            var code = (int)answer.StatusCode;
            var text = (uint)code < (uint)StatusText.Length ? StatusText[code] : code.ToString(CultureInfo.InvariantCulture);
            var size = answer.Content.Headers.ContentLength ?? 0;
            if (code < 400)
            {
                return Response.Ok(answer, text, size);
            }

            var failed = Response.Fail(answer, text, answer.ReasonPhrase ?? "", size, FailureKind.Status);
            failed.CameFrom = FailureEvidence.Of(request, answer, completion == HttpCompletionOption.ResponseContentRead, fault: null);
            return failed;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is HttpRequestException or SocketException or OperationCanceledException or TimeoutException or IOException)
        {
            var failed = FailureClassifier.ToResponse<HttpResponseMessage>(fault);
            failed.CameFrom = FailureEvidence.Of(request, answer: null, isWhole: false, fault);
            return failed;
        }
        catch (InvalidDataException fault)
        {
            // The client unpacks answers, and the body is not packed as its header says.
            return Response.Fail<HttpResponseMessage>(message: fault.Message, failure: FailureKind.Protocol);
        }
    }

    private static async Task<Response<HttpResponse<T>>> ReadAsync<T>(Response<HttpResponseMessage> response, HttpClientArgs clientArgs)
    {
        var answer = response.Payload.Value;
        var (data, wrong) = await DeserializeAsync<T>(answer, clientArgs).ConfigureAwait(false);
        var payload = new HttpResponse<T>(data!, answer);
        if (!response.IsError && wrong is null)
        {
            return Response.Ok(payload, response.StatusCode, response.SizeBytes);
        }

        var failed = response.IsError
            ? Response.Fail(payload, response.StatusCode, response.Message, response.SizeBytes, response.Failure)
            : Response.Fail(payload, response.StatusCode, wrong!.Message, response.SizeBytes, wrong.Failure);
        failed.CameFrom = response.CameFrom ?? (clientArgs.HttpCompletion == HttpCompletionOption.ResponseContentRead ? answer : null);
        return failed;
    }

    /// <summary>The same failure, of a response that would have brought something else.</summary>
    private static Response<T> Same<T>(Response<HttpResponseMessage> response)
    {
        var failed = Response.Fail<T>(response.StatusCode, response.Message, response.SizeBytes, response.Failure);
        failed.CameFrom = response.CameFrom;
        return failed;
    }

    /// <summary>The body, or what is wrong with it.</summary>
    private static async Task<(T? Data, IResponse? Wrong)> DeserializeAsync<T>(HttpResponseMessage answer, HttpClientArgs clientArgs)
    {
        try
        {
            var data = await answer.Content.ReadFromJsonAsync<T>(clientArgs.JsonSerializerOptions, clientArgs.CancellationToken).ConfigureAwait(false);
            return data is null ? (default, Response.Fail(message: "The body is null.")) : (data, null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (default, Response.Fail(message: $"The body is not a {typeof(T).Name}: {fault.Message}"));
        }
        catch (Exception fault) when (!clientArgs.CancellationToken.IsCancellationRequested && fault is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            return (default, FailureClassifier.ToResponse<T>(fault));
        }
    }

    private static void SetContentHeader(HttpContentHeaders headers, string name, string value)
    {
        // 'multipart/form-data' on a body that says 'multipart/form-data; boundary=…' must not take the boundary away.
        if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
            && headers.ContentType?.MediaType is { } mediaType && mediaType.Equals(value.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }
}
