namespace LoadLab.Engine.Messages;

/// <summary>What the parser made of the bytes so far.</summary>
public enum HttpAnswerState
{
    /// <summary>The answer goes on.</summary>
    Incomplete,

    /// <summary>The answer is complete.</summary>
    Complete,

    /// <summary>This is not HTTP/1.x.</summary>
    Invalid,
}

/// <summary>
/// Finds the end and the status of one HTTP/1.x answer (RFC 9112, sections 4 to 7), however its bytes are cut up. Keeps nothing of the
/// body, but for the beginning of an error's when it is asked to. A mutable struct: it belongs to one connection.
/// </summary>
internal struct HttpResponseParser
{
    /// <summary>Longest head that is waited for, in bytes: cookies and policies of some servers are long, and a head without end must not fill the memory.</summary>
    public const int LongestHead = 1 << 20;

    private readonly bool _isHead;
    private readonly HttpErrorBodies? _errors;
    private readonly ExampleBudget? _examples;
    private byte[]? _head;
    private byte[]? _kept;
    private int _keptLength;
    private Part _part;
    private ChunkReader _chunks;
    private long _left;

    /// <summary>A parser for the answer to one request.</summary>
    /// <param name="isHead">The request's method is HEAD: the answer has no body whatever it announces.</param>
    public HttpResponseParser(bool isHead)
        : this(isHead, null)
    {
    }

    /// <summary>The same, keeping the beginning of a body that <paramref name="errors"/> wants, and head and body of a failure that <paramref name="examples"/> allows.</summary>
    internal HttpResponseParser(bool isHead, HttpErrorBodies? errors, ExampleBudget? examples = null)
    {
        _isHead = isHead;
        _errors = errors;
        _examples = examples;
    }

    private enum Part
    {
        Head,
        Body,
        Chunks,
        Done,
    }

    /// <summary>Status code, once the head is complete.</summary>
    public int StatusCode { get; private set; }

    /// <summary>False when the server closes the connection after this answer.</summary>
    public bool KeepAlive { get; private set; }

    /// <summary>Bytes of the body so far, without the framing of chunks.</summary>
    public long BodyBytes { get; private set; }

    /// <summary>The head of an answer that is kept in full; empty for all others.</summary>
    internal readonly ReadOnlySpan<byte> KeptHead => _head;

    /// <summary>The beginning of the body, without the framing of chunks, when it was asked for; empty otherwise.</summary>
    internal readonly ReadOnlySpan<byte> Kept => _kept.AsSpan(0, _keptLength);

    /// <summary>
    /// Takes bytes. A head is taken only when it is whole: until then the caller keeps the bytes and calls again with more.
    /// </summary>
    /// <param name="bytes">All bytes received and not yet consumed.</param>
    /// <param name="consumed">How many of them are done with.</param>
    public HttpAnswerState Take(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        while (_part == Part.Head)
        {
            var rest = bytes[consumed..];
            var end = HttpHead.EndOf(rest);
            if (end < 0)
            {
                return HttpHead.CanBegin(rest) ? HttpAnswerState.Incomplete : HttpAnswerState.Invalid;
            }

            if (!HttpHead.TryRead(rest[..end], out var head) || head.StatusCode == 101)
            {
                return HttpAnswerState.Invalid;
            }

            consumed += end;
            if (head.StatusCode >= 200)
            {
                Begin(head, rest[..end]);
            }
        }

        return _part switch
        {
            Part.Body => TakeBody(bytes[consumed..], ref consumed),
            Part.Chunks => TakeChunks(bytes[consumed..], ref consumed),
            _ => HttpAnswerState.Complete,
        };
    }

    /// <summary>The server closed the connection. True when that is how this answer ends.</summary>
    public readonly bool IsCompleteAtClose => _part == Part.Done || (_part == Part.Body && _left == HttpHead.UntilClose);

    private void Begin(in HttpHead head, ReadOnlySpan<byte> bytes)
    {
        StatusCode = head.StatusCode;
        KeepAlive = head.KeepAlive;
        if (_errors is not null && _errors.IsFailure(StatusCode))
        {
            _head = _examples is not null && _examples.Allows(StatusCode) ? bytes.ToArray() : null;
            _kept = _head is not null || _errors.Wants(StatusCode) ? new byte[HttpErrorBodies.MostBytes] : null;
        }

        if (_isHead || head.StatusCode is 204 or 304)
        {
            _part = Part.Done;
        }
        else if (head.Chunked)
        {
            _part = Part.Chunks;
        }
        else
        {
            _left = head.Length;
            _part = head.Length == 0 ? Part.Done : Part.Body;
            KeepAlive &= head.Length >= 0;
        }
    }

    private HttpAnswerState TakeBody(ReadOnlySpan<byte> bytes, ref int consumed)
    {
        var taken = _left == HttpHead.UntilClose ? bytes.Length : (int)Math.Min(bytes.Length, _left);
        Keep(bytes[..taken]);
        BodyBytes += taken;
        consumed += taken;
        if (_left == HttpHead.UntilClose)
        {
            return HttpAnswerState.Incomplete;
        }

        _left -= taken;
        _part = _left == 0 ? Part.Done : Part.Body;
        return _left == 0 ? HttpAnswerState.Complete : HttpAnswerState.Incomplete;
    }

    private HttpAnswerState TakeChunks(ReadOnlySpan<byte> bytes, ref int consumed)
    {
        while (true)
        {
            var part = _chunks.Next(bytes, out var taken, out var length);
            Keep(bytes[(taken - length)..taken]);
            bytes = bytes[taken..];
            consumed += taken;
            BodyBytes += length;
            if (part != ChunkPart.Data)
            {
                _part = part == ChunkPart.End ? Part.Done : _part;
                return part switch
                {
                    ChunkPart.End => HttpAnswerState.Complete,
                    ChunkPart.Invalid => HttpAnswerState.Invalid,
                    _ => HttpAnswerState.Incomplete,
                };
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> body)
    {
        if (_kept is not null)
        {
            var part = body[..Math.Min(body.Length, _kept.Length - _keptLength)];
            part.CopyTo(_kept.AsSpan(_keptLength));
            _keptLength += part.Length;
        }
    }
}
