using System.Net.Http;
using System.Runtime.CompilerServices;
using LoadLab.Engine.Connections;
using LoadLab.Engine.Messages;
using LoadLab.Engine.Tracing;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Engine.Http2;

/// <summary>Sends the one request of <c>loadlab http --http2</c>. All users share connections, as the streams of one client do. Thread-safe.</summary>
internal sealed class Http2Requests(HttpTarget target, HttpErrorBodies errors, ConnectionCounter counter, TimeProvider time) : IDisposable
{
    private readonly ExampleBudget _examples = new();
    private readonly HttpMessageInvoker _handler = new(new Http2Handler(counter, time, target.Insecure));

    /// <summary>Sends it, and reads the whole answer.</summary>
    /// <param name="cutOff">Ends it.</param>
    /// <param name="traceParent">The trace that it belongs to; null for none.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IResponse> SendAsync(CancellationToken cutOff, string? traceParent = null)
    {
        counter.Requested();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cutOff);
        timeout.CancelAfter(target.Timeout);
        try
        {
            using var request = Create(traceParent);
            using var answer = await _handler.SendAsync(request, timeout.Token).ConfigureAwait(false);
            var status = (int)answer.StatusCode;
            if (errors.IsFailure(status) && _examples.Allows(status))
            {
                using var head = new BodyHead(HttpErrorBodies.MostBytes);
                await answer.Content.CopyToAsync(head, timeout.Token).ConfigureAwait(false);
                return FailedExchange.Of(errors.Of(status, head.Kept), Create(traceParent), target.Body.Span, KeptAnswer.Of(answer, head.Kept, head.Length, out var unpacked), unpacked);
            }

            await answer.Content.CopyToAsync(Stream.Null, timeout.Token).ConfigureAwait(false);
            return errors.Of(status, []);
        }
        catch (OperationCanceledException) when (!cutOff.IsCancellationRequested)
        {
            return InFull(HttpResponses.Timeout, traceParent);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return InFull(FailureClassifier.ToResponse<object>(fault), traceParent);
        }
    }

    public void Dispose() => _handler.Dispose();

    /// <summary>With a request of its own: the one that was sent is put away.</summary>
    private IResponse InFull(IResponse failed, string? traceParent) => _examples.Allows(failed.Failure) ? FailedExchange.Of(failed, Create(traceParent), target.Body.Span) : failed;

    private HttpRequestMessage Create(string? traceParent)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(target.Method), target.Address)
        {
            Content = target.Body.IsEmpty ? null : new ReadOnlyMemoryContent(target.Body),
        };
        foreach (var (name, value) in target.Headers)
        {
            request.WithHeader(name, value);
        }

        if (traceParent is not null)
        {
            request.Headers.TryAddWithoutValidation(TraceParent.HeaderName, traceParent);
        }

        return request;
    }
}
