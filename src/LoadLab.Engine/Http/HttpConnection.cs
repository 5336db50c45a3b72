using System.Net;
using System.Runtime.CompilerServices;
using LoadLab.Core.Running;
using LoadLab.Core.Tls;
using LoadLab.Engine.Connections;
using LoadLab.Engine.Messages;
using LoadLab.Sdk;

namespace LoadLab.Engine.Http;

/// <summary>
/// One keep-alive HTTP/1.1 connection that sends the same bytes over and over. It is what makes <c>loadlab http</c> cheap: no message
/// objects, no pool, no timer and no allocation a request. A scenario uses <see cref="HttpClient"/> instead.
/// One request at a time. What is lost after it was written is a failure: it may have been processed, and is not sent again unasked.
/// </summary>
internal sealed class HttpConnection(HttpTarget target, EndPoint endPoint, ConnectionCounter counter, HttpErrorBodies errors, HttpParts parts, TimeProvider time) : IDisposable
{
    private const long NotWaiting = long.MaxValue;
    private const long Expired = long.MinValue;

    private readonly long _timeout = (long)(target.Timeout.TotalSeconds * time.TimestampFrequency);
    private readonly Lock _lock = new();
    private Wire? _wire;
    private long _deadline = NotWaiting;
    private bool _disposed;
    private long _requests;
    private (long Answers, long Waited, long LongestWait, long Read, long LongestRead) _waits;

    /// <summary>Requests so far. Not in the counter: users that share one would wait for each other's processor.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Answers that began, the time to their first bytes and from there to their ends, in ticks. Read it when nothing is sent any more.</summary>
    public (long Answers, long Waited, long LongestWait, long Read, long LongestRead) Waits => _waits;

    /// <summary>Sends a request and reads the answer to its end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IResponse> SendAsync(PreparedRequest request, CancellationToken cutOff)
    {
        Volatile.Write(ref _requests, _requests + 1);
        Volatile.Write(ref _deadline, time.GetTimestamp() + _timeout);
        IResponse? response = null;
        for (var mayResend = request.MayResend; response is null;)
        {
            var (reused, connected, received) = (IsUsable(), false, false);
            try
            {
                if (!reused)
                {
                    await ConnectAsync(cutOff).ConfigureAwait(false);
                }

                connected = true;
                var wire = _wire!;
                wire.BeginRead();

                // A server may answer before it has read all: the answer is awaited while a long request is still on its way.
                var writing = wire.WriteAsync(request.Bytes);
                var rest = writing.IsCompletedSuccessfully ? null : writing.AsTask();
                var whole = rest is null && writing.Result;
                var parser = new HttpResponseParser(request.IsHead, errors, request.Examples);
                var (sent, answered) = (time.GetTimestamp(), 0L);
                while (response is null)
                {
                    var read = await wire.ReadAsync().ConfigureAwait(false);
                    received |= read > 0;
                    answered = answered == 0 && read > 0 ? time.GetTimestamp() : answered;
                    response = read > 0 ? Take(wire, request, ref parser, read) : AtClose(request, ref parser);
                    if (read == 0 && !received && reused && mayResend && !IsOver(cutOff))
                    {
                        break;
                    }

                    response ??= read == 0 ? HttpResponses.ClosedEarly(received) : null;
                }

                if (answered != 0)
                {
                    Count(answered - sent, time.GetTimestamp() - answered);
                }

                if (response is null || !(whole || rest is { IsCompletedSuccessfully: true, Result: true }))
                {
                    Close();
                }
            }
            catch (Exception fault) when (Wire.IsLoss(fault) || fault is System.Security.Authentication.AuthenticationException)
            {
                Close();
                response = !connected ? HttpResponses.Of(fault)
                    : reused && !received && mayResend && !IsOver(cutOff) ? null
                    : HttpResponses.ClosedEarly(received);
            }
            catch (OperationCanceledException)
            {
                End();
                throw;
            }

            if (response is null)
            {
                mayResend = false;
                counter.Resent();
            }
        }

        response = End() ? HttpResponses.Timeout : response;
        cutOff.ThrowIfCancellationRequested();
        return response is { IsError: true, Failure: not FailureKind.Status } && request.Examples.Allows(response.Failure) ? request.InFull(response) : response;
    }

    /// <summary>Breaks the connection when its request has waited too long. Called by the sweeper's thread; never touches the request after it.</summary>
    public void CheckTimeout(long now)
    {
        if (now <= Volatile.Read(ref _deadline) || !_lock.TryEnter())
        {
            return;
        }

        try
        {
            var due = Volatile.Read(ref _deadline);
            // Who claims the deadline decides how the request ends. A request that finds it claimed waits for the lock, and so for the break.
            if (due != Expired && now > due && Interlocked.CompareExchange(ref _deadline, Expired, due) == due)
            {
                _wire?.Break();
            }
        }
        finally
        {
            _lock.Exit();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _wire?.Break();
        }
    }

    private bool IsOver(CancellationToken cutOff) => _disposed || cutOff.IsCancellationRequested || Volatile.Read(ref _deadline) == Expired;

    private bool IsUsable()
    {
        if (_wire is null)
        {
            return false;
        }

        if (_wire.IsStillOpen())
        {
            return true;
        }

        counter.Reconnected();
        Close();
        return false;
    }

    /// <summary>Ends the request's wait. True when its deadline came first.</summary>
    private bool End()
    {
        if (Interlocked.Exchange(ref _deadline, NotWaiting) != Expired)
        {
            return false;
        }

        lock (_lock)
        {
            Close();
        }

        return true;
    }

    private async ValueTask ConnectAsync(CancellationToken cutOff)
    {
        var wire = new Wire(counter);
        lock (_lock)
        {
            _wire = wire;
            if (IsOver(cutOff))
            {
                wire.Break();
            }
        }

        var tls = target.Address.Scheme == Uri.UriSchemeHttps ? new TlsTarget(target.Address.IdnHost, target.Insecure) : null;
        using var timed = new TimedRequest(HttpMethod.Get, target.Address, time);
        await wire.ConnectAsync(endPoint, tls, timed, cutOff).ConfigureAwait(false);
        parts.Add(timed);
    }

    private void Count(long waited, long read) =>
        _waits = (_waits.Answers + 1, _waits.Waited + waited, Math.Max(_waits.LongestWait, waited), _waits.Read + read, Math.Max(_waits.LongestRead, read));

    /// <summary>Takes what a read brought. The response, once the answer is complete.</summary>
    private IResponse? Take(Wire wire, PreparedRequest request, ref HttpResponseParser parser, int read)
    {
        wire.Received(read);
        var state = parser.Take(wire.Unread, out var consumed);
        wire.Consume(consumed);
        switch (state)
        {
            case HttpAnswerState.Complete:
                // Bytes that nobody asked for: the next answer would be read from the wrong place.
                if (!parser.KeepAlive || !wire.Unread.IsEmpty)
                {
                    Close();
                }

                return Answered(request, ref parser);
            case HttpAnswerState.Invalid:
                Close();
                return HttpResponses.NotHttp;
            default:
                return null;
        }
    }

    private IResponse? AtClose(PreparedRequest request, ref HttpResponseParser parser)
    {
        Close();
        return parser.IsCompleteAtClose ? Answered(request, ref parser) : null;
    }

    private IResponse Answered(PreparedRequest request, ref HttpResponseParser parser)
    {
        var response = errors.Of(parser.StatusCode, parser.Kept);
        return parser.KeptHead.IsEmpty ? response : request.InFull(response, KeptAnswer.Of(parser.KeptHead, parser.Kept, parser.BodyBytes, out var unpacked), unpacked);
    }

    private void Close()
    {
        _wire?.Dispose();
        _wire = null;
    }
}
