using System.Net;
using System.Net.Http;
using System.Runtime.CompilerServices;
using LoadLab.Engine.Messages;

namespace LoadLab.Engine.Connections;

/// <summary>One request and its answer on a connection.</summary>
internal sealed class Exchange(PooledConnection connection, HttpRequestMessage request, RequestBuffer buffer, HeaderMemory headers, string host)
{
    private Task<bool>? _sending;
    private bool _sentAtOnce;
    private bool _received;
    private bool _keepAlive;
    private bool _isStreamed;
    private HttpHead _head;
    private int _headLength;

    /// <summary>Its bytes are all there still, and the server has said nothing, so that an idempotent one may be sent once more.</summary>
    public bool MayBeResent =>
        !_received && (_sending is null || _sending.IsCompletedSuccessfully) && !buffer.WasFlushed && Methods.AreIdempotent(request.Method.Method);

    /// <summary>Sends the request and reads its answer: to its end when <paramref name="buffered"/>, else to the end of its head.</summary>
    public ValueTask<HttpResponseMessage> SendAsync(bool buffered)
    {
        buffer.Begin(request, host);
        return TalkAsync(again: false, buffered);
    }

    /// <summary>The same bytes once more, on a connection that was made anew.</summary>
    public ValueTask<HttpResponseMessage> ResendAsync(bool buffered) => TalkAsync(again: true, buffered);

    /// <summary>Gives the connection back, unless the body is still to be read.</summary>
    public void Finish()
    {
        if (!_isStreamed)
        {
            Release(reusable: true);
        }
    }

    /// <summary>Ends the use of the connection.</summary>
    /// <param name="reusable">The answer was read to its end.</param>
    public void Release(bool reusable) => connection.Release(
        reusable && _keepAlive && !buffer.Closes && (_sentAtOnce || _sending is { IsCompletedSuccessfully: true, Result: true }));

    /// <summary>Waits for more bytes.</summary>
    /// <returns>False at the end of the connection.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> FillAsync() => Received(await ReadAsync().ConfigureAwait(false));

    private bool Received(int read)
    {
        connection.Wire.Received(read);
        _received |= read > 0;
        return read > 0;
    }

    private ValueTask<int> ReadAsync() => _sending is null or { IsCompletedSuccessfully: true } ? connection.Wire.ReadAsync() : ReadWhileSendingAsync(_sending);

    /// <summary>A server may answer before it has read all. What the body itself throws ends the request.</summary>
    private async ValueTask<int> ReadWhileSendingAsync(Task<bool> sending)
    {
        var reading = connection.Wire.ReadAsync().AsTask();
        await Task.WhenAny(sending, reading).ConfigureAwait(false);
        if (sending.IsFaulted || sending.IsCanceled)
        {
            await sending.ConfigureAwait(false);
        }

        return await reading.ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> TalkAsync(bool again, bool buffered)
    {
        try
        {
            connection.Wire.BeginRead();
            Begin(again || request.Content is null ? connection.Wire.WriteAsync(buffer.Bytes) : new ValueTask<bool>(SendWithBodyAsync(request.Content)));
            while (!HasHead())
            {
                if (!Received(await ReadAsync().ConfigureAwait(false)))
                {
                    throw Faults.Lost(_received);
                }
            }

            var answer = TakeHead(out var body);
            var content = (AnswerContent)answer.Content;
            if (body is null)
            {
                return answer;
            }

            if (buffered)
            {
                content.Set(await body.ReadAllAsync().ConfigureAwait(false));
                return answer;
            }

            _isStreamed = true;
            content.Set(new AnswerStream(connection, this, body));
            return answer;
        }
        catch (HttpIOException fault) when (fault.HttpRequestError == HttpRequestError.InvalidResponse)
        {
            throw new HttpRequestException(fault.HttpRequestError, fault.Message, fault);
        }
        catch (Exception fault) when (Wire.IsLoss(fault))
        {
            throw Faults.Lost(_received, fault);
        }
    }

    private void Begin(ValueTask<bool> sending)
    {
        _sentAtOnce = sending is { IsCompletedSuccessfully: true, Result: true };
        _sending = _sentAtOnce ? null : sending.AsTask();
    }

    private async Task<bool> SendWithBodyAsync(HttpContent content)
    {
        await using var body = new RequestBodyStream(connection.Wire, buffer, buffer.Chunked ? null : content.Headers.ContentLength);
        try
        {
            await content.CopyToAsync(body).ConfigureAwait(false);
            return await body.EndAsync().ConfigureAwait(false);
        }
        catch (Exception) when (body.IsLost)
        {
            // The answer may have come all the same.
            return false;
        }
    }

    /// <summary>True once the head of the final answer is there. Interim answers are passed over.</summary>
    private bool HasHead()
    {
        while (true)
        {
            var bytes = connection.Wire.Unread;
            var end = HttpHead.EndOf(bytes);
            if (end < 0)
            {
                return HttpHead.CanBegin(bytes) ? false : throw Faults.NotHttp("it does not begin with HTTP/1, or its head does not end");
            }

            if (!HttpHead.TryRead(bytes[..end], out _head))
            {
                throw Faults.NotHttp("its status line, or a length, is wrong");
            }

            if (_head.StatusCode is >= 200 or 101)
            {
                _headLength = end;
                return true;
            }

            connection.Wire.Consume(end);
        }
    }

    /// <summary>Makes the answer of its head.</summary>
    /// <param name="body">The body; null when there is none.</param>
    private HttpResponseMessage TakeHead(out AnswerBody? body)
    {
        var wire = connection.Wire;
        var head = _head;
        var content = new AnswerContent();
        var answer = new HttpResponseMessage((HttpStatusCode)head.StatusCode)
        {
            RequestMessage = request,
            Version = head.IsVersion10 ? HttpVersion.Version10 : HttpVersion.Version11,
            Content = content,
        };
        headers.Fill(wire.Unread[.._headLength], answer);
        wire.Consume(_headLength);
        _keepAlive = head.KeepAlive;
        body = null;
        if (head.StatusCode == 101)
        {
            _isStreamed = true;
            content.Set(new UpgradedStream(connection, this));
        }
        else if (request.Method != HttpMethod.Head && head.StatusCode is not (204 or 304) && (head.Chunked || head.Length != 0))
        {
            _keepAlive &= head.Chunked || head.Length > 0;
            if (!head.Chunked && head.Length >= 0 && head.Length <= wire.Unread.Length)
            {
                // All of it has come with the head.
                content.Set(wire.Unread[..(int)head.Length].ToArray());
                wire.Consume((int)head.Length);
                return answer;
            }

            body = new AnswerBody(this, wire, head, answer);
        }

        return answer;
    }
}
