using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk;

/// <summary>
/// What a virtual user has with a target from iteration to iteration, as a browser or an app: cookies, a base address, headers of every request, and a token
/// that is renewed in time. One request at a time.
/// </summary>
public sealed class HttpSession
{
    private const string Key = "LoadLab.HttpSession ";
    private const int MostCookies = 3_000;
    private const int MostCookiesOfHost = 180;

    private readonly HttpSessionOptions _options;
    private readonly CookieContainer? _cookies;
    private SessionToken? _token;
    private long _tokenSince;

    private HttpSession(HttpSessionOptions options)
    {
        _options = options;

        // .NET's own 20 of a host are fewer than a browser keeps: the 21st would push out a first one, such as that of the log-in, without a word.
        _cookies = options.KeepsCookies ? new CookieContainer(MostCookies, MostCookiesOfHost, CookieContainer.DefaultCookieLengthLimit) : null;
    }

    /// <summary>The session of this virtual user, made when first asked for.</summary>
    /// <param name="context">The iteration's context.</param>
    /// <param name="configure">Says how it talks to the target; called once a user.</param>
    /// <param name="name">For users that have several.</param>
    public static HttpSession Of(IScenarioContext context, Action<HttpSessionOptions>? configure = null, string name = "")
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.ScenarioInstanceData.TryGetValue(Key + name, out var known))
        {
            return (HttpSession)known;
        }

        var options = new HttpSessionOptions();
        configure?.Invoke(options);
        var session = new HttpSession(options);
        context.ScenarioInstanceData[Key + name] = session;
        return session;
    }

    /// <summary>Cookies that the target would get at an address.</summary>
    public IReadOnlyList<Cookie> CookiesFor(Uri address) => _cookies is null ? [] : [.. (IEnumerable<Cookie>)_cookies.GetCookies(address)];

    /// <summary>Forgets cookies and token: the next request is that of somebody new.</summary>
    public void Clear()
    {
        _token = null;
        foreach (Cookie cookie in _cookies?.GetAllCookies() ?? new CookieCollection())
        {
            cookie.Expired = true;
        }
    }

    /// <summary>Forgets the token, as after an answer 401: the next request fetches another.</summary>
    public void DropToken() => _token = null;

    /// <summary>Sends as <see cref="Http.Send(HttpClient, HttpRequestMessage, CancellationToken)"/> does, as a step of this name.</summary>
    public async Task<Response<HttpResponseMessage>> Send(string step, IScenarioContext context, HttpRequestMessage request)
    {
        var refused = await PrepareAsync(context, request).ConfigureAwait(false);
        return await Step.Run(step, context, async () =>
        {
            if (refused is not null)
            {
                return FailureClassifier.ToResponse<HttpResponseMessage>(refused);
            }

            var response = await Http.Send(context.HttpClient, request, context.CancellationToken).ConfigureAwait(false);
            Take(response.Payload.IsSome ? response.Payload.Value : null, request, context);
            return response;
        }).ConfigureAwait(false);
    }

    /// <summary>Sends as <see cref="Http.Send{T}(HttpClient, HttpRequestMessage, CancellationToken)"/> does, as a step of this name.</summary>
    public async Task<Response<HttpResponse<T>>> Send<T>(string step, IScenarioContext context, HttpRequestMessage request)
    {
        var refused = await PrepareAsync(context, request).ConfigureAwait(false);
        return await Step.Run(step, context, async () =>
        {
            if (refused is not null)
            {
                return FailureClassifier.ToResponse<HttpResponse<T>>(refused);
            }

            var response = await Http.Send<T>(context.HttpClient, request, context.CancellationToken).ConfigureAwait(false);
            Take(response.Payload.IsSome ? response.Payload.Value.Response : null, request, context);
            return response;
        }).ConfigureAwait(false);
    }

    /// <summary>Makes the request that of the session; before its step, so that a token that is fetched lengthens none.</summary>
    /// <returns>Why there is no token; null for all is well.</returns>
    private async Task<Exception?> PrepareAsync(IScenarioContext context, HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        if ((_options.BaseAddress ?? context.HttpClient.BaseAddress) is { } baseAddress && request.RequestUri is not { IsAbsoluteUri: true })
        {
            request.RequestUri = request.RequestUri is null ? baseAddress : new Uri(baseAddress, request.RequestUri);
        }

        foreach (var (name, value) in _options.Headers)
        {
            if (!request.Headers.NonValidated.Contains(name) && request.Content?.Headers.NonValidated.Contains(name) != true)
            {
                request.WithHeader(name, value);
            }
        }

        if (_cookies is not null && request.RequestUri is { IsAbsoluteUri: true } address && _cookies.GetCookieHeader(address) is { Length: > 0 } cookies)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        if (_options.FetchToken is not null && request.Headers.Authorization is null)
        {
            try
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(context).ConfigureAwait(false));
            }
            catch (Exception fault) when ((context as IStepSink)?.IsCutOff(fault) != true)
            {
                return fault is InvalidOperationException or HttpRequestException or SocketException or TimeoutException or OperationCanceledException or IOException
                    ? fault : new InvalidOperationException("The session's token could not be fetched: " + fault.Message, fault);
            }
        }

        return null;
    }

    private async Task<string> TokenAsync(IScenarioContext context)
    {
        if (_token is { } known && TimeProvider.System.GetElapsedTime(_tokenSince) < known.Lifetime * 0.9)
        {
            return known.Value;
        }

        var sink = context as IStepSink;
        var before = sink?.SinceIterationStart ?? default;
        var since = TimeProvider.System.GetTimestamp();
        var token = await _options.FetchToken!(context.HttpClient, context.CancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("FetchToken of the session returned null. Return a SessionToken, or throw.");
        (_token, _tokenSince) = (token, since);
        sink?.LeaveOut(sink.SinceIterationStart - before);
        return token.Value;
    }

    private void Take(HttpResponseMessage? answer, HttpRequestMessage request, IScenarioContext context)
    {
        if (_cookies is null || request.RequestUri is not { IsAbsoluteUri: true } address || answer is null || !answer.Headers.NonValidated.TryGetValues("Set-Cookie", out var set))
        {
            return;
        }

        foreach (var cookie in set)
        {
            try
            {
                _cookies.SetCookies(address, cookie);
            }
            catch (CookieException)
            {
                context.Logger.Warning("A cookie that {Address} set cannot be kept: it is no cookie, for another host, or longer than 4096 characters.", address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
            }
        }
    }
}
