using System.Globalization;
using LoadLab.Sdk;

namespace LoadLab.Engine.Messages;

/// <summary>The beginning of the first body of each status of 400 and above, so that a failure says what the target said. Bounded. Thread-safe.</summary>
internal sealed class HttpErrorBodies
{
    /// <summary>Bytes that are kept of one.</summary>
    public const int MostBytes = Recording.BodyExcerpt.MostBytes;

    private readonly IResponse?[] _responses = new IResponse?[1000];

    /// <summary>True when no answer of this status was seen to its end yet.</summary>
    public bool Wants(int status) => status >= 400 && Volatile.Read(ref _responses[status]) is null;

    /// <summary>The response of a status, once with what came with the first of it.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body's beginning; empty when there was none, or none was kept.</param>
    public IResponse Of(int status, ReadOnlySpan<byte> body)
    {
        if (status < 400)
        {
            return HttpResponses.Of(status);
        }

        return Volatile.Read(ref _responses[status]) ?? Keep(status, body);
    }

    private IResponse Keep(int status, ReadOnlySpan<byte> body)
    {
        var shared = HttpResponses.Of(status);
        IResponse response = body.IsEmpty
            ? shared
            : Response.Fail(body.ToArray(), status.ToString(CultureInfo.InvariantCulture), shared.Message, failure: FailureKind.Status);
        return Interlocked.CompareExchange(ref _responses[status], response, null) ?? response;
    }
}
