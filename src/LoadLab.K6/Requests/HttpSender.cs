using System.Net;
using System.Text;
using LoadLab.K6.Metrics;
using LoadLab.K6.State;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.K6.Requests;

/// <summary>
/// Sends requests over LoadLab's own connections and follows their redirects. Each hop is a step of the iteration, and has samples of its own in k6's metrics.
/// Steps are recorded on the thread that the answer came on, so that there are as many recorders as processors and not as users.
/// </summary>
internal static class HttpSender
{
    public static async Task<HttpResult> SendAsync(UserState user, HttpCall call)
    {
        var (method, url, body) = (call.Method, call.Url, call.Body);
        for (var hops = 0; ; hops++)
        {
            var result = await HopAsync(user, call, method, url, body).ConfigureAwait(false);
            if (hops >= call.Redirects || Next(result, url) is not { } next)
            {
                return result;
            }

            if (result.Status is 301 or 302 or 303 && method != HttpMethod.Get && method != HttpMethod.Head)
            {
                (method, body) = (HttpMethod.Get, null);
            }

            url = next;
        }
    }

    private static Uri? Next(HttpResult result, Uri from) => result.Status is 301 or 302 or 303 or 307 or 308
        && result.Headers.FirstOrDefault(header => header.Key == "Location").Value is { Length: > 0 } location && Uri.TryCreate(from, location, out var next) ? next : null;

    private static async Task<HttpResult> HopAsync(UserState user, HttpCall call, HttpMethod method, Uri url, byte[]? body)
    {
        using var request = Make(user, call, method, url, body);
        var mark = user.Sink?.StepStarted(call.Step);
        var started = user.Test.Time.GetTimestamp();
        HttpResult result;
        FailureKind failure;
        try
        {
            using var answer = await ExchangeAsync(user, call, request).ConfigureAwait(false);
            var content = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false);
            result = Received(user, call, url, answer, content);
            failure = FailureKind.Status;
        }
        catch (Exception fault) when (!user.IsCut && fault is not InvalidOperationException)
        {
            failure = FailureClassifier.Classify(fault);
            result = new HttpResult
            {
                Call = call,
                Url = url.OriginalString,
                Error = FailureClassifier.ToResponse<object>(fault).Message,
                ErrorCode = ErrorCodes.Of(fault, failure),
            };
        }

        result = result with { DurationMs = user.Test.Time.GetElapsedTime(started).TotalMilliseconds };
        var isExpected = result.Status > 0 && call.Expected?.Has(result.Status) != false;
        if (mark is { } step)
        {
            var status = result.Status == 0 ? "" : result.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
            user.Sink!.StepEnded(step, isExpected ? Response.Ok(status, result.Body.Length)
                : failure == FailureKind.Status ? Response.Fail(result.Body, status, "HTTP status " + status, result.Body.Length, failure)
                : Response.Fail(status, result.Error, 0, failure));
        }

        Count(user, call, method, result, body, isExpected);
        return result;
    }

    private static async Task<HttpResponseMessage> ExchangeAsync(UserState user, HttpCall call, HttpRequestMessage request)
    {
        using var limit = call.Timeout is { } timeout ? CancellationTokenSource.CreateLinkedTokenSource(user.Token) : null;
        limit?.CancelAfter(call.Timeout!.Value);
        var token = limit?.Token ?? user.Token;
        try
        {
            return user.Client is IDirectHttpClient direct
                ? await direct.SendDirectAsync(request, token).ConfigureAwait(false)
                : await user.Client!.SendAsync(request, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit is { IsCancellationRequested: true } && !user.Token.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"request timeout: no complete answer within {call.Timeout!.Value.TotalSeconds:0.###} s"));
        }
    }

    private static HttpRequestMessage Make(UserState user, HttpCall call, HttpMethod method, Uri url, byte[]? body)
    {
        var request = new HttpRequestMessage(method, url);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var (name, value) in call.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (!request.Headers.NonValidated.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", user.Test.Requests.UserAgent);
        }

        if (url.UserInfo.Length > 0 && !request.Headers.NonValidated.Contains("Authorization"))
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo))));
        }

        var jar = user.Cookies.Count > 0 ? user.Cookies.GetCookieHeader(url) : "";
        var own = string.Join("; ", call.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
        if (jar.Length + own.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", own.Length == 0 ? jar : jar.Length == 0 ? own : $"{jar}; {own}");
        }

        return request;
    }

    private static HttpResult Received(UserState user, HttpCall call, Uri url, HttpResponseMessage answer, byte[] content)
    {
        var headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .Select(header => new KeyValuePair<string, string>(HeaderNames.Canonical(header.Key), string.Join(", ", header.Value))).ToList();
        IReadOnlyList<Cookie> cookies = [];
        if (answer.Headers.NonValidated.TryGetValues("Set-Cookie", out var given))
        {
            cookies = SetCookies.Take(user.Cookies, url, given);
        }

        var status = (int)answer.StatusCode;
        return new HttpResult
        {
            Call = call,
            Url = url.OriginalString,
            Status = status,
            Proto = answer.Version.Major >= 2 ? "HTTP/2.0" : FormattableString.Invariant($"HTTP/{answer.Version.Major}.{answer.Version.Minor}"),
            Body = call.ResponseType == "none" ? [] : BodyDecoder.Decode(content, answer.Content.Headers.ContentEncoding),
            Headers = headers,
            Cookies = cookies,
            ErrorCode = ErrorCodes.Of(status),
        };
    }

    private static void Count(UserState user, HttpCall call, HttpMethod method, HttpResult result, byte[]? body, bool isExpected)
    {
        var metrics = user.Test.Metrics;
        var all = user.SampleTags(call.Tags);
        var tags = new SampleTags
        {
            Own = all.Own,
            Scenario = all.Scenario,
            Group = all.Group,
            Method = method.Method,
            Name = call.NameTag,
            Url = result.Url,
            Proto = result.Proto,
            Status = result.Status,
            Expected = call.Expected is null ? null : isExpected,
            Error = result.Error.Length > 0 ? result.Error : null,
            ErrorCode = result.ErrorCode,
        };
        metrics.Requests.Add(1, tags);
        metrics.Duration.Add(result.Status == 0 && result.ErrorCode is >= 1100 and < 1400 and not 1220 ? 0 : result.DurationMs, tags);
        metrics.Waiting.Add(result.DurationMs, tags);
        if (call.Expected is not null)
        {
            metrics.Failed.Add(isExpected ? 0 : 1, tags);
        }

        metrics.DataReceived.Add(result.Body.Length, tags);
        metrics.DataSent.Add(body?.Length ?? 0, tags);
    }
}
