using System.Globalization;
using System.Net.Http;
using LoadLab.Core.Running;
using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>Makes of what came over the connection what k6 makes of it.</summary>
internal static class AnswerReader
{
    /// <summary>The whole answer. One that cannot be read is none, as in k6: its body is no such data, or it leads to what is no address.</summary>
    public static async ValueTask<HttpResult> ReadAsync(HttpCall call, Hop hop, TimedRequest request, HttpResponseMessage answer, TimeProvider time)
    {
        var status = (int)answer.StatusCode;
        if (status == 101)
        {
            // What follows is no body, and need not end.
            return Failed(call, hop, request, "unsupported response status: 101 " + answer.ReasonPhrase, ErrorCodes.General, time);
        }

        var body = await BodyAsync(answer).ConfigureAwait(false);
        var headers = new AnswerHeaders(answer.Headers, answer.Content.Headers);
        var target = status is >= 300 and < 400 ? RedirectTarget.Of(status, headers.Find("Location"), hop.Url) : default;
        var (content, code) = (Array.Empty<byte>(), ErrorCodes.General);
        var fault = target.Fault;
        try
        {
            content = call.ResponseType == "none" ? []
                : answer.Content.Headers.NonValidated.Contains("Content-Encoding") ? BodyCoding.Decode(body, answer.Content.Headers.ContentEncoding)
                : body;
        }
        catch (Exception broken) when (BodyCoding.IsBroken(broken))
        {
            (fault, code) = ($"the body of the answer, which had status {status}, cannot be decompressed: {broken.Message}", ErrorCodes.Undecodable);
        }

        return fault is not null ? Failed(call, hop, request, fault, code, time) : new HttpResult
        {
            Call = call,
            Url = hop.Url,
            Status = status,
            Proto = answer.Version.Major >= 2 ? "HTTP/2.0" : answer.Version.Minor == 1 ? "HTTP/1.1" : FormattableString.Invariant($"HTTP/{answer.Version.Major}.{answer.Version.Minor}"),
            Body = content,
            Answered = headers,
            Target = target,
            Cookies = Cookies(call, hop.Url, answer),
            ErrorCode = ErrorCodes.Of(status),
            Reason = answer.ReasonPhrase ?? "",
            Timings = RequestTimings.Of(request, isAnswered: true, time),
            BytesSent = request.BytesSent,
            BytesReceived = request.BytesReceived,
            Connection = request.Connection,
        };
    }

    /// <summary>There is no answer, or none that can be read.</summary>
    public static HttpResult Failed(HttpCall call, Hop hop, TimedRequest request, string error, int code, TimeProvider time) => new()
    {
        Call = call,
        Url = hop.Url,
        Error = error,
        ErrorCode = code,
        Timings = RequestTimings.Of(request, isAnswered: false, time),
        BytesSent = request.BytesSent,
        BytesReceived = request.BytesReceived,
        Connection = request.Connection,
    };

    /// <summary>What the engine has read lies in memory, and is taken as it is.</summary>
    private static ValueTask<byte[]> BodyAsync(HttpResponseMessage answer) =>
        answer.Content.ReadAsStream() is MemoryStream whole && whole.TryGetBuffer(out var bytes) && bytes.Array is { } all && all.Length == bytes.Count
            ? new ValueTask<byte[]>(all)
            : new ValueTask<byte[]>(answer.Content.ReadAsByteArrayAsync(CancellationToken.None));

    private static List<StoredCookie> Cookies(HttpCall call, Uri url, HttpResponseMessage answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Set-Cookie", out var given))
        {
            return [];
        }

        List<StoredCookie> cookies = [.. given.Select(SetCookieReader.Read).OfType<StoredCookie>()];
        cookies.ForEach(cookie => call.Jar.Set(url, cookie));
        return cookies;
    }
}
