using System.Net;
using System.Net.Http;
using System.Runtime.CompilerServices;
using LoadLab.Core.Running;
using LoadLab.Engine.Messages;

namespace LoadLab.Engine.Connections;

/// <summary>One request and its answer on a connection.</summary>
internal sealed class Exchange(PooledConnection connection, HttpRequestMessage request, RequestBuffer buffer, HeaderMemory headers)
{
    private readonly TimedRequest? _timed = request as TimedRequest;
    private Task<bool>? _sending;
    private bool _sentAtOnce;
    private bool _isPrepared;
    private bool _received;
    private bool _keepAlive;
    private bool _isStreamed;
    private HttpHead _head;
    private int _headLength;

    /// <summary>It was lost, its bytes are all there still, and the server has said nothing, so that an idempotent one may be sent once more.</summary>
    public bool MayBeResent(Exception fault) =>
        _isPrepared && !_received && (fault is HttpRequestException || Wire.IsLoss(fault))
        && (_sending is null || _sending.IsCompletedSuccessfully) && !buffer.WasFlushed && Methods.AreIdempotent(request.Method.Method);

    /// <summary>Makes the bytes of the request.</summary>
    /// <exception cref="HttpRequestException">They cannot be sent.</exception>
    public void Prepare(string host)
    {
        buffer.Begin(request, host);
        _isPrepared = true;
    }

    /// <summary>Sends the request, or its same bytes once more on a connection that was made anew.</summary>
    public void Begin()
    {
        // What was lost once has no body that is not in the buffer.
        var again = _sentAtOnce || _sending is not null;
        connection.Wire.BeginRead();
        var sending = again || request.Content is null ? connection.Wire.WriteAsync(buffer.Bytes) : new ValueTask<bool>(SendWithBodyAsync(request.Content));
        _sentAtOnce = sending is { IsCompletedSuccessfully: true, Result: true };
        _sending = _sentAtOnce ? null : sending.AsTask();
        if (_sentAtOnce || request.Content is null)
        {
            _timed?.MarkSent();
        }
    }

    /// <summary>The fault in the class that .NET's handler has for it.</summary>
    public Exception Explain(Exception fault) => fault switch
    {
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => new HttpRequestException(HttpRequestError.InvalidResponse, fault.Message, fault),
        _ when Wire.IsLoss(fault) => Faults.Lost(_received, fault),
        _ => fault,
    };

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

    /// <summary>Waits for more bytes of the body.</summary>
    /// <returns>False at the end of the connection.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> FillAsync()
    {
        var read = await ReadAsync().ConfigureAwait(false);
        connection.Wire.Received(read);
        return read > 0;
    }

    /// <summary>Waits for bytes. Tell <see cref="Received"/>.</summary>
    public ValueTask<int> ReadAsync() => _sending is null or { IsCompletedSuccessfully: true } ? connection.Wire.ReadAsync() : ReadWhileSendingAsync(_sending);

    /// <summary>Takes what a read of the head brought.</summary>
    /// <exception cref="HttpRequestException">Nothing: the connection was closed.</exception>
    public void Received(int read)
    {
        connection.Wire.Received(read);
        if (read == 0)
        {
            throw Faults.Lost(_received);
        }

        if (!_received)
        {
            _received = true;
            _timed?.MarkAnswered();
        }
    }

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

    private async Task<bool> SendWithBodyAsync(HttpContent content)
    {
        await using var body = new RequestBodyStream(connection.Wire, buffer, buffer.Chunked ? null : content.Headers.ContentLength);
        try
        {
            await content.CopyToAsync(body).ConfigureAwait(false);
            var isSent = await body.EndAsync().ConfigureAwait(false);
            _timed?.MarkSent();
            return isSent;
        }
        catch (Exception) when (body.IsLost)
        {
            // The answer may have come all the same.
            return false;
        }
    }

    /// <summary>True once the head of the final answer is there. Interim answers are passed over.</summary>
    public bool HasHead()
    {
        while (true)
        {
            var bytes = connection.Wire.Unread;
            var end = HttpHead.EndOf(bytes);
            if (end < 0)
            {
                return HttpHead.CanBegin(bytes) ? false
                    : throw Faults.NotHttp(bytes.Length > HttpResponseParser.LongestHead ? FormattableString.Invariant($"its head is longer than {HttpResponseParser.LongestHead >> 20} MiB") : "it does not begin with HTTP/1");
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
    public HttpResponseMessage TakeHead(out ResponseBody? body)
    {
        var wire = connection.Wire;
        var head = _head;
        var content = new ResponseContent();
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

            body = new ResponseBody(this, wire, head, answer);
        }

        return answer;
    }

    /// <summary>Reads the body, or hands it over as a stream.</summary>
    public async ValueTask TakeBodyAsync(HttpResponseMessage answer, ResponseBody body, bool buffered)
    {
        var content = (ResponseContent)answer.Content;
        if (buffered)
        {
            content.Set(await body.ReadAllAsync().ConfigureAwait(false));
        }
        else
        {
            _isStreamed = true;
            content.Set(new ResponseStream(connection, this, body));
        }
    }
}
