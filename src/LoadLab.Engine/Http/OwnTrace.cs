using LoadLab.Engine.Messages;
using LoadLab.Engine.Tracing;
using LoadLab.Sdk;

namespace LoadLab.Engine.Http;

/// <summary>What the headers of a request of <c>loadlab http</c> say of tracing themselves.</summary>
/// <param name="IsGiven">They have a <c>traceparent</c>, which stays as it is.</param>
/// <param name="Parent">What it says; null when it asks for no trace, or is not readable.</param>
internal sealed record OwnTrace(bool IsGiven, TraceParent? Parent)
{
    public static OwnTrace Of(HttpTarget target)
    {
        var given = target.Headers.FirstOrDefault(header => header.Key.Equals(TraceParent.HeaderName, StringComparison.OrdinalIgnoreCase));
        return new OwnTrace(given.Key is not null, given.Key is not null && TraceParent.TryRead(given.Value.Trim(), out var parent) && parent.IsSampled ? parent : null);
    }

    /// <summary>Begins a request. Null, and nothing allocated, when it is not sampled.</summary>
    /// <param name="source">The iteration.</param>
    public RequestTrace? Begin(ITraceSource source) => !IsGiven ? source.Sample(step: null) : Parent is { } parent ? source.Own(parent, step: null) : null;

    /// <summary>Notes how it ended.</summary>
    public static async ValueTask<IResponse> FollowAsync(RequestTrace trace, ValueTask<IResponse> sending)
    {
        try
        {
            var response = await sending.ConfigureAwait(false);
            trace.Ended(response);
            return response;
        }
        catch (Exception fault)
        {
            trace.Failed(fault, isCutOff: fault is OperationCanceledException);
            throw;
        }
    }
}
