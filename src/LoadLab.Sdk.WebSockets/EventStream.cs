using System.Globalization;
using System.Net.Http;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk.WebSockets;

/// <summary>
/// A stream of server-sent events, over the connections of the context's client. Opening it, and waiting for an event, are steps. A stream that ends while an event is
/// waited for is a failure with class <see cref="FailureKind.Reset"/>. One step at a time.
/// </summary>
public sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly IScenarioContext _context;
    private readonly CancellationTokenSource _end;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private Task<bool>? _next;

    private EventStream(HttpResponseMessage answer, IScenarioContext context, CancellationTokenSource end, IAsyncEnumerator<SseItem<string>> events) =>
        (_answer, _context, _end, _events) = (answer, context, end, events);

    /// <summary>Opens it, as a step of this name that ends with the head of the answer.</summary>
    /// <param name="step">The step.</param>
    /// <param name="context">The iteration's context.</param>
    /// <param name="request">The request; <c>Accept: text/event-stream</c> is added.</param>
    public static Task<Response<EventStream>> Open(string step, IScenarioContext context, HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Headers.Accept.Count == 0)
        {
            request.Headers.Accept.ParseAdd("text/event-stream");
        }

        return Step.Run(step, context, async () =>
        {
            var opened = await Http.Send(context.HttpClient, HttpClientArgs.Create(context.CancellationToken, HttpCompletionOption.ResponseHeadersRead), request).ConfigureAwait(false);
            if (opened.IsError)
            {
                // The body of a refusal is read by nobody: without this its connection would be kept from the next request.
                (opened.Payload.IsSome ? opened.Payload.Value : null)?.Dispose();
                return Response.Fail<EventStream>(opened.StatusCode, opened.Message, 0, opened.Failure);
            }

            var answer = opened.Payload.Value;
            if (answer.Content.Headers.ContentType?.MediaType is not "text/event-stream")
            {
                var type = answer.Content.Headers.ContentType?.MediaType ?? "no type";
                answer.Dispose();
                return Response.Fail<EventStream>(opened.StatusCode, $"the answer is {type}, and no text/event-stream", 0, FailureKind.Check);
            }

            var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
            var events = SseParser.Create(await answer.Content.ReadAsStreamAsync(context.CancellationToken).ConfigureAwait(false)).EnumerateAsync(end.Token).GetAsyncEnumerator(end.Token);
            return Response.Ok(new EventStream(answer, context, end, events), opened.StatusCode);
        });
    }

    /// <summary>Waits for an event, as a step of this name. One that does not come within the suite's request timeout fails; the next step waits on for it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isAwaited">Which event is waited for: others are passed over. Null for the next one.</param>
    public Task<Response<SseItem<string>>> Next(string step, Func<SseItem<string>, bool>? isAwaited = null) => Step.Run(step, _context, async () =>
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_context.CancellationToken);
        if (_context.HttpClient.Timeout > TimeSpan.Zero)
        {
            limit.CancelAfter(_context.HttpClient.Timeout);
        }

        try
        {
            while (true)
            {
                _next ??= _events.MoveNextAsync().AsTask();
                var more = await _next.WaitAsync(limit.Token).ConfigureAwait(false);
                if (!more)
                {
                    return Response.Fail<SseItem<string>>("", "the stream of events ended", 0, FailureKind.Reset);
                }

                _next = null;
                if (isAwaited?.Invoke(_events.Current) != false)
                {
                    return Response.Ok(_events.Current);
                }
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            return fault is OperationCanceledException && limit.IsCancellationRequested
                ? Response.Fail<SseItem<string>>("", string.Create(CultureInfo.InvariantCulture, $"no event within {_context.HttpClient.Timeout.TotalSeconds:0.###} s"), 0, FailureKind.Timeout)
                : FailureClassifier.ToResponse<SseItem<string>>(fault);
        }
    });

    /// <summary>Ends it, and its connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        try
        {
            await (_next ?? Task.FromResult(false)).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or HttpRequestException or SocketException or IOException)
        {
            // It was to end.
        }

        await _events.DisposeAsync().ConfigureAwait(false);
        _answer.Dispose();
        _end.Dispose();
    }
}
