using System.Globalization;
using System.Net;
using LoadLab.Core.Running;
using LoadLab.K6.State;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.K6.Requests;

/// <summary>
/// Sends requests over LoadLab's own connections and follows their redirects. Each hop is a step of the iteration, and has samples of its own in k6's metrics.
/// </summary>
internal static class HttpSender
{
    public static Task<HttpResult> SendAsync(UserState user, HttpCall call) => user.Test.Requests.PerSecond is > 0 ? InTurnAsync(user, call) : BeginAsync(user, call);

    /// <summary>Each has a turn of its own, those of a batch too. The wait for it is none of the request's time.</summary>
    private static async Task<HttpResult> InTurnAsync(UserState user, HttpCall call)
    {
        var wait = user.Test.TakeTurn();
        if (wait > TimeSpan.Zero)
        {
            var before = user.Sink?.SinceIterationStart ?? default;
            await Task.Delay(wait, user.Test.Time, user.Token).ConfigureAwait(false);
            user.Sink?.LeaveOut(user.Sink.SinceIterationStart - before);
        }

        return await BeginAsync(user, call).ConfigureAwait(false);
    }

    private static Task<HttpResult> BeginAsync(UserState user, HttpCall call) =>
        call.Timeout is { } timeout ? WithinAsync(user, call, timeout) : FollowAsync(user, call, user.Token);

    /// <summary>The time is for all of it, redirects too.</summary>
    private static async Task<HttpResult> WithinAsync(UserState user, HttpCall call, TimeSpan timeout)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(user.Token);
        if (timeout > TimeSpan.Zero)
        {
            limit.CancelAfter(timeout);
        }
        else
        {
            await limit.CancelAsync().ConfigureAwait(false);
        }

        return await FollowAsync(user, call, limit.Token).ConfigureAwait(false);
    }

    private static async Task<HttpResult> FollowAsync(UserState user, HttpCall call, CancellationToken limit)
    {
        var hop = new Hop(call.Method, call.Url, call.Body);
        for (var hops = 0; ; hops++)
        {
            var result = call.IsDigest ? await ChallengedAsync(user, call, hop, limit).ConfigureAwait(false) : await HopAsync(user, call, hop, limit).ConfigureAwait(false);
            if (result.Target.Url is not { } next)
            {
                return result;
            }

            if (hops >= call.Redirects)
            {
                if (call.Redirects > 0)
                {
                    user.Test.Say(string.Create(CultureInfo.InvariantCulture, $"script warn: {call.Method} {SafeAddress.Of(call.Url)}: stopped after {call.Redirects} redirects, and the redirect itself is the answer. The request parameter redirects, or the option maxRedirects, sets how many are followed."));
                }

                return result;
            }

            var keeps = result.Status is 307 or 308;
            hop = new Hop(keeps || hop.Method == HttpMethod.Head ? hop.Method : HttpMethod.Get, next, keeps ? hop.Body : null, Referer: RefererOf(hop.Url, next), HasContent: hop.HasContent && keeps)
            {
                IsRedirect = true,
                HasHost = !result.Target.IsWhole,
            };
        }
    }

    /// <summary>Asks for the challenge, which is expected to come, and answers it.</summary>
    private static async Task<HttpResult> ChallengedAsync(UserState user, HttpCall call, Hop hop, CancellationToken limit)
    {
        var challenge = await HopAsync(user, call, hop with { ExpectsChallenge = true }, limit).ConfigureAwait(false);
        return challenge.Status == 401 && DigestAnswer.To(challenge.Header("Www-Authenticate"), hop) is { } authorization
            ? await HopAsync(user, call, hop with { Authorization = authorization }, limit).ConfigureAwait(false)
            : challenge;
    }

    /// <summary>As in Go: without user and password, and none from https to http.</summary>
    private static string? RefererOf(Uri from, Uri to) => from.Scheme == "https" && to.Scheme == "http" ? null : from.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo & ~UriComponents.Fragment, UriFormat.UriEscaped);

    private static async Task<HttpResult> HopAsync(UserState user, HttpCall call, Hop hop, CancellationToken limit)
    {
        if (!hop.Url.IsAbsoluteUri || hop.Url.Scheme is not ("http" or "https"))
        {
            return Unsendable(user, call, hop);
        }

        using var request = RequestMaker.Make(user, call, hop);
        var mark = user.Sink?.StepStarted(call.Step);
        var time = user.Test.Time;
        HttpResult result;
        var failure = FailureKind.Status;
        HttpResponseMessage? answer = null;
        Exception? thrown = null;
        try
        {
            limit.ThrowIfCancellationRequested();

            // What goes on after a wait is on a thread that others need too, and must not wait.
            answer = (call.WaitingThread == Environment.CurrentManagedThreadId && user.Client is IBlockingHttpClient blocking ? blocking.TrySendBlocking(request, limit) : null)
                ?? await (user.Client is IDirectHttpClient direct ? direct.SendDirectAsync(request, limit) : user.Client!.SendAsync(request, limit)).ConfigureAwait(false);
            result = await AnswerReader.ReadAsync(call, hop, request, answer, time).ConfigureAwait(false);
            failure = result.Status > 0 ? FailureKind.Status : FailureKind.Protocol;
        }
        catch (Exception fault) when (!user.IsCut && fault is not InvalidOperationException)
        {
            thrown = fault is OperationCanceledException && call.Timeout is { } timeout && limit.IsCancellationRequested
                ? new TimeoutException(FormattableString.Invariant($"request timeout: no complete answer within {timeout.TotalSeconds:0.###} s"))
                : fault;
            failure = FailureClassifier.Classify(thrown);
            result = AnswerReader.Failed(call, hop, request, FailureClassifier.ToResponse<object>(thrown).Message, ErrorCodes.Of(thrown, failure), time);
        }
        catch
        {
            answer?.Dispose();
            throw;
        }

        var isExpected = result.Status > 0 && (hop.ExpectsChallenge && call.Expected is not null ? result.Status == 401 : call.Expected?.Has(result.Status) != false);
        if (mark is { } step)
        {
            var status = result.Status == 0 ? "" : result.Status.ToString(CultureInfo.InvariantCulture);
            user.Sink!.StepEnded(step, isExpected ? Response.Ok(status, result.Body.Length)
                : new FailedHop(status, failure == FailureKind.Status ? "HTTP status " + status : result.Error, result.Body.Length, failure, new FailureEvidence
                {
                    Request = request,
                    RequestBody = hop.Body,
                    Answer = answer,
                    HasWholeAnswer = answer is not null,
                    AnswerBody = answer is null ? null : result.Body,
                    Fault = thrown,
                }));
        }

        answer?.Dispose();

        RequestSamples.Add(user, call, hop, result, isExpected);
        return result;
    }

    /// <summary>An address that no request can go to: a failure, as in k6, which asks for it all the same.</summary>
    private static HttpResult Unsendable(UserState user, HttpCall call, Hop hop)
    {
        var scheme = hop.Url.IsAbsoluteUri ? hop.Url.Scheme : "";
        var result = new HttpResult { Call = call, Url = hop.Url, Error = $"unsupported protocol scheme \"{scheme}\"", ErrorCode = ErrorCodes.General };
        if (user.Sink?.StepStarted(call.Step) is { } step)
        {
            user.Sink!.StepEnded(step, Response.Fail("", result.Error, 0, FailureKind.Protocol));
        }

        RequestSamples.Add(user, call, hop, result, isExpected: false);
        return result;
    }
}
