using System.Globalization;
using LoadLab.Engine.Http;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Messages;

/// <summary>The responses of <see cref="HttpConnection"/>: one object for each status code and failure, made once.</summary>
internal static class HttpResponses
{
    private static readonly IResponse[] ByStatus = [.. Enumerable.Range(0, 1000).Select(ForStatus)];

    public static IResponse Timeout { get; } = Response.Fail(message: "No complete answer within the request timeout.", failure: FailureKind.Timeout);

    public static IResponse NotHttp { get; } = Response.Fail(message: "The answer is not valid HTTP.", failure: FailureKind.Protocol);

    private static readonly IResponse ClosedBefore = Response.Fail(message: "The connection was closed before the answer.", failure: FailureKind.Reset);

    private static readonly IResponse ClosedWithin = Response.Fail(message: "The connection was closed before the answer was complete.", failure: FailureKind.Reset);

    public static IResponse Of(int statusCode) => ByStatus[statusCode];

    public static IResponse ClosedEarly(bool received) => received ? ClosedWithin : ClosedBefore;

    /// <summary>A connection that could not be made.</summary>
    public static IResponse Of(Exception fault)
    {
        var kind = FailureClassifier.Classify(fault);
        return Response.Fail(message: fault.Message, failure: kind is FailureKind.Exception or FailureKind.Reset ? FailureKind.Refused : kind);
    }

    private static IResponse ForStatus(int statusCode)
    {
        var code = statusCode.ToString(CultureInfo.InvariantCulture);
        return statusCode < 400
            ? Response.Ok(code)
            : Response.Fail(code, "HTTP status " + code, failure: FailureKind.Status);
    }
}
