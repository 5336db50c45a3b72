using System.Net.Http;
using LoadLab.Core.Running;
using LoadLab.Engine.Tracing;

namespace LoadLab.Engine.Clients;

/// <summary>Puts the header <c>traceparent</c> on the requests that are sampled. One that is there already stays, and its trace counts.</summary>
internal static class TraceHeader
{
    private static readonly HttpRequestOptionsKey<bool> Ours = new("loadlab.traceparent");

    /// <summary>Begins a request. Null, and nothing allocated, when it is not sampled.</summary>
    public static RequestTrace? Begin(HttpRequestMessage request, ITraceSource source)
    {
        var step = (request as TimedRequest)?.Step;
        if (request.Headers.NonValidated.TryGetValues(TraceParent.HeaderName, out var own))
        {
            if (!request.Options.TryGetValue(Ours, out _))
            {
                return TraceParent.TryRead(own.ToString(), out var parent) && parent.IsSampled ? source.Own(parent, step) : null;
            }

            // The message was sent before, and is another request now.
            request.Headers.Remove(TraceParent.HeaderName);
        }

        var trace = source.Sample(step);
        if (trace?.Header is { } header)
        {
            request.Headers.TryAddWithoutValidation(TraceParent.HeaderName, header);
            request.Options.Set(Ours, true);
        }

        return trace;
    }

    /// <summary>Notes how it ended.</summary>
    public static async Task<HttpResponseMessage> FollowAsync(RequestTrace trace, Task<HttpResponseMessage> sending, bool isWhole, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await sending.ConfigureAwait(false);
            trace.Answered((int)answer.StatusCode, isWhole);
            return answer;
        }
        catch (Exception fault)
        {
            trace.Failed(fault, isCutOff: fault is OperationCanceledException && cancellationToken.IsCancellationRequested);
            throw;
        }
    }
}
