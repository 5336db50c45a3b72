using System.Net.Http;
using LoadLab.Core.Running;

namespace LoadLab.Engine.Clients;

/// <summary>Sends requests one by one with their times, and tells a trace what came of them.</summary>
internal sealed class TracedSending(IIterationTrace trace, TimeProvider time)
{
    /// <summary>Sends; <paramref name="isWhole"/> says that the answer comes with its body.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Uri address, bool isWhole, Func<TimedRequest, Task<HttpResponseMessage>> send)
    {
        var timed = request as TimedRequest ?? TimedRequest.Of(request, address, time);
        var began = time.GetTimestamp();
        HttpResponseMessage? answer = null;
        byte[]? body = null;
        try
        {
            answer = await send(timed).ConfigureAwait(false);
            if (isWhole || HasEnd(answer))
            {
                body = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
                if (timed.Ended == 0 && timed.Answered != 0)
                {
                    timed.MarkEnded();
                }
            }
        }
        catch (Exception fault)
        {
            await TellAsync(timed, answer, body, fault, began).ConfigureAwait(false);
            throw;
        }

        answer.RequestMessage = request;
        await TellAsync(timed, answer, body, fault: null, began).ConfigureAwait(false);
        return answer;
    }

    /// <summary>A stream of events, and a connection that changed its protocol, may go on for ever: they are the scenario's to read.</summary>
    private static bool HasEnd(HttpResponseMessage answer) => (int)answer.StatusCode != 101 && (answer.Content.Headers.ContentLength is not null
        || answer.Content.Headers.ContentType?.MediaType is not ("text/event-stream" or "application/x-ndjson" or "application/grpc" or "multipart/x-mixed-replace"));

    private async Task TellAsync(TimedRequest request, HttpResponseMessage? answer, byte[]? body, Exception? fault, long began)
    {
        var took = time.GetElapsedTime(began);
        trace.OnExchange(new TracedExchange
        {
            Request = request,
            RequestBody = await BodyOfAsync(request).ConfigureAwait(false),
            Answer = answer,
            Body = body,
            Fault = fault,
            Took = took,
            Phases = RequestPhases.Of(request, time),
        });
    }

    private static async Task<byte[]?> BodyOfAsync(HttpRequestMessage request)
    {
        try
        {
            return request.Content is null ? null : await request.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is InvalidOperationException or NotSupportedException or IOException or HttpRequestException)
        {
            return null; // A stream that was read once.
        }
    }
}
