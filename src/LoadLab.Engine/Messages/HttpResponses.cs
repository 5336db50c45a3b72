using System.Globalization;
using LoadLab.Engine.Http;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Messages;

/// <summary>The responses of <see cref="HttpConnection"/>: one object for each status code and failure, made once.</summary>
internal static class HttpResponses
{
    private static readonly IResponse[] OkByStatus = [.. Enumerable.Range(0, 1000).Select(status => Response.Ok(Code(status)))];

    private static readonly IResponse[] FailedByStatus = [.. Enumerable.Range(0, 1000).Select(status => Response.Fail(Code(status), "HTTP status " + Code(status), failure: FailureKind.Status))];

    public static IResponse Timeout { get; } = Response.Fail(message: "No complete answer within the request timeout.", failure: FailureKind.Timeout);

    public static IResponse NotHttp { get; } = Response.Fail(message: "The answer is not valid HTTP.", failure: FailureKind.Protocol);

    private static readonly IResponse ClosedBefore = Response.Fail(message: "The connection was closed before the answer.", failure: FailureKind.Reset);

    private static readonly IResponse ClosedWithin = Response.Fail(message: "The connection was closed before the answer was complete.", failure: FailureKind.Reset);

    /// <summary>An answer that counts as success.</summary>
    public static IResponse Ok(int statusCode) => OkByStatus[statusCode];

    /// <summary>An answer that does not.</summary>
    public static IResponse Failed(int statusCode) => FailedByStatus[statusCode];

    public static IResponse ClosedEarly(bool received) => received ? ClosedWithin : ClosedBefore;

    /// <summary>A connection that could not be made.</summary>
    public static IResponse Of(Exception fault)
    {
        var kind = FailureClassifier.Classify(fault);
        var response = Response.Fail(message: fault.Message, failure: kind is FailureKind.Exception or FailureKind.Reset ? FailureKind.Refused : kind);
        response.CameFrom = fault;
        return response;
    }

    private static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);
}
