using System.Globalization;
using LoadLab.Sdk;

namespace LoadLab.Engine.Messages;

/// <summary>The beginning of the first body of each status that is a failure, so that it says what the target said. Bounded. Thread-safe.</summary>
/// <param name="accepted">Statuses that count as success; null for all below 400.</param>
internal sealed class HttpErrorBodies(StatusSet? accepted = null)
{
    /// <summary>Bytes that are kept of one.</summary>
    public const int MostBytes = Recording.BodyExcerpt.MostBytes;

    private readonly IResponse?[] _responses = new IResponse?[1000];

    /// <summary>True when no answer of this status was seen to its end yet.</summary>
    public bool Wants(int status) => IsFailure(status) && Volatile.Read(ref _responses[status]) is null;

    /// <summary>The response of a status, once with what came with the first of it.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body's beginning; empty when there was none, or none was kept.</param>
    public IResponse Of(int status, ReadOnlySpan<byte> body)
    {
        if (!IsFailure(status))
        {
            return HttpResponses.Ok(status);
        }

        return Volatile.Read(ref _responses[status]) ?? Keep(status, body);
    }

    /// <summary>True when this status counts as a failure.</summary>
    public bool IsFailure(int status) => accepted is null ? status >= 400 : !accepted.Contains(status);

    private IResponse Keep(int status, ReadOnlySpan<byte> body)
    {
        var shared = HttpResponses.Failed(status);
        IResponse response = body.IsEmpty
            ? shared
            : Response.Fail(body.ToArray(), status.ToString(CultureInfo.InvariantCulture), shared.Message, failure: FailureKind.Status);
        return Interlocked.CompareExchange(ref _responses[status], response, null) ?? response;
    }
}
