using LoadLab.Core.Measurement;

namespace LoadLab.K6.Results;

/// <summary>What a request came to, by k6's tags. The bands of its error codes: 1000 general, 1050 timeout, 1100 DNS, 1200 TCP, 1300 TLS, 1400 to 1599 the status, 1600 HTTP/2.</summary>
internal static class RequestClass
{
    private const int RequestTimeout = 1050;
    private const int ConnectionReset = 1220;
    private const int BrokenPipe = 1201;

    /// <summary>One of <see cref="ResultClasses"/>.</summary>
    /// <param name="tags">The request's tags.</param>
    /// <param name="milliseconds">Its time.</param>
    public static string Of(PointTags tags, double milliseconds) => tags switch
    {
        { Expected: true } => ResultClasses.Ok,
        { Status: 0, HasStatus: true } or { Status: 0, ErrorCode: > 0 and < 1400 } => OfNoAnswer(tags.ErrorCode, milliseconds),

        // Without the tag a status that says failure is one: nobody said that it was expected.
        { Expected: null, Status: < 400, ErrorCode: 0 } => ResultClasses.Ok,
        { Status: >= 500 } or { ErrorCode: >= 1500 and < 1600 } => ResultClasses.Status5xx,
        { ErrorCode: >= 1600 and < 1700 } => ResultClasses.Protocol,
        _ => ResultClasses.StatusOther,
    };

    private static string OfNoAnswer(int code, double milliseconds) => code switch
    {
        // A timeout counts in percentiles, for as long as it took. Where k6 gives no time, it must not count as a fast one.
        RequestTimeout => milliseconds > 0 ? ResultClasses.Timeout : ResultClasses.Reset,
        ConnectionReset or BrokenPipe => ResultClasses.Reset,
        >= 1100 and < 1300 => ResultClasses.Refused,
        >= 1300 and < 1400 or >= 1600 and < 1700 => ResultClasses.Protocol,
        _ => ResultClasses.Exception,
    };
}
