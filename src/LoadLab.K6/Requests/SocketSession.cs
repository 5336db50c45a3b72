using System.Globalization;
using System.Net.WebSockets;
using LoadLab.K6.Metrics;
using LoadLab.K6.State;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.K6.Requests;

/// <summary>
/// One WebSocket of a user over a connection of its own. It is used on the user's thread; what comes is read elsewhere, and told on the user's thread through
/// an event loop. Connecting is a step of the iteration.
/// </summary>
internal sealed class SocketSession(UserState user, SocketCall call, EventLoop loop, ISocketEvents events) : IDisposable
{
    private const int PingOpcode = 9;
    private const int PongOpcode = 10;
    private const int MostBytes = 64 << 20;

    /// <summary>As k6 has it.</summary>
    private static readonly TimeSpan LongestHandshake = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _gone = CancellationTokenSource.CreateLinkedTokenSource(user.CutToken);
    private readonly Dictionary<string, long> _pings = [];
    private readonly SocketMetrics _metrics = user.Test.Metrics.Sockets;
    private HttpMessageInvoker? _invoker;
    private ControlFrames? _frames;
    private SampleTags _tags = call.Tags;
    private long _started;
    private int _pinged;
    private bool _isOpen;
    private bool _isEnded;
    private bool _isCounted;

    /// <summary>The protocol that the server chose.</summary>
    public string Protocol => _socket.SubProtocol ?? "";

    /// <summary>The status of the handshake; 0 when there was none.</summary>
    public int Status { get; private set; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private set; } = [];

    /// <summary>Connects. Null when it did, else what went wrong.</summary>
    public async Task<string?> ConnectAsync()
    {
        Prepare();
        var mark = user.Sink?.StepStarted(call.Step);
        _started = user.Test.Time.GetTimestamp();
        string? error = null;
        var failure = FailureKind.Status;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
        limit.CancelAfter(LongestHandshake);
        try
        {
            await _socket.ConnectAsync(call.Url, _invoker, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !_gone.IsCancellationRequested)
        {
            (error, failure) = (FormattableString.Invariant($"no answer to the handshake within {LongestHandshake.TotalSeconds:0} s"), FailureKind.Timeout);
        }
        catch (Exception fault) when (!user.IsCut && fault is not OutOfMemoryException)
        {
            error = SocketFaults.Describe(fault);
            failure = FailureClassifier.Classify(fault);
        }

        Status = (int)_socket.HttpStatusCode;
        Headers = [.. (_socket.HttpResponseHeaders ?? new Dictionary<string, IEnumerable<string>>()).Select(header => new KeyValuePair<string, string>(HeaderNames.Canonical(header.Key), string.Join(", ", header.Value)))];
        if (mark is { } step)
        {
            var status = Status == 0 ? "" : Status.ToString(CultureInfo.InvariantCulture);
            user.Sink!.StepEnded(step, error is null ? Response.Ok(status, 0) : Response.Fail(status, error, 0, Status == 0 ? failure : FailureKind.Status));
        }

        // As in k6, one that was never opened is a session too.
        (error is null ? null : _metrics.Sessions)?.Add(1, call.Tags);
        return error;
    }

    /// <summary>Counts it and begins to read. On the user's thread, once it is connected and handlers are there.</summary>
    public void Begin()
    {
        var url = SafeAddress.Of(call.Url);
        _tags = new SampleTags
        {
            Own = call.Tags.Own,
            Scenario = call.Tags.Scenario,
            Group = call.Tags.Group,
            Name = call.NameTag ?? url,
            Url = url,
            Status = Status,
            Subprotocol = Protocol.Length > 0 ? Protocol : null,
        };
        _isOpen = true;
        _metrics.Sessions.Add(1, _tags);
        _metrics.Connecting.Add(user.Test.Time.GetElapsedTime(_started).TotalMilliseconds, _tags);
        loop.Begin();
        _ = ReadAsync();
    }

    /// <summary>Sends a message. What went wrong; null for nothing.</summary>
    public string? Send(byte[] data, bool isText)
    {
        var error = Try(() => _socket.SendAsync(data, isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, _gone.Token));
        (error is null ? _metrics.Sent : null)?.Add(1, _tags);
        return error;
    }

    /// <summary>Sends a ping. What went wrong; null for nothing.</summary>
    public string? Ping()
    {
        var id = (_pinged++).ToString(CultureInfo.InvariantCulture);
        _pings[id] = user.Test.Time.GetTimestamp();
        return Try(() => _frames!.PingAsync(System.Text.Encoding.UTF8.GetBytes(id), _gone.Token));
    }

    /// <summary>Says that it ends, and does not wait for the server to agree. On the user's thread.</summary>
    public void Close(int code, string reason)
    {
        if (_isEnded)
        {
            return;
        }

        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                _socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, limit.Token).GetAwaiter().GetResult();
            }
        }
        catch (Exception fault) when (SocketFaults.IsLoss(fault))
        {
            // It is gone already.
        }

        End();
    }

    /// <summary>Breaks it off, if it is still there.</summary>
    public void Dispose()
    {
        End();
        if (_frames is { } frames && !_isCounted)
        {
            // What its connection carried; of a handshake that was refused too.
            _isCounted = true;
            user.Test.Metrics.DataSent.Add(frames.Sent, _tags);
            user.Test.Metrics.DataReceived.Add(frames.Received, _tags);
        }

        _gone.Cancel();
        _socket.Dispose();
        _invoker?.Dispose();
        _gone.Dispose();
    }

    private string? Try(Func<Task> send)
    {
        try
        {
            send().GetAwaiter().GetResult();
            return null;
        }
        catch (Exception fault) when (SocketFaults.IsLoss(fault))
        {
            user.ThrowIfCut();
            return SocketFaults.Describe(fault);
        }
    }

    private void Prepare()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(_frames = new ControlFrames(context.PlaintextStream, OnControl)),
        };
        _invoker = new HttpMessageInvoker(handler);
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _socket.Options.CollectHttpResponseDetails = true;
        foreach (var protocol in call.Protocols)
        {
            _socket.Options.AddSubProtocol(protocol);
        }

        _socket.Options.SetRequestHeader("User-Agent", user.Test.Requests.UserAgent);
        foreach (var (name, value) in call.Headers)
        {
            _socket.Options.SetRequestHeader(name, value);
        }

        var cookies = string.Join("; ", call.Jar.For(call.Url).Select(cookie => $"{cookie.Name}={cookie.Value}"));
        if (cookies.Length > 0 && !call.Headers.Any(header => header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase)))
        {
            _socket.Options.SetRequestHeader("Cookie", cookies);
        }
    }

    private async Task ReadAsync()
    {
        var (code, reason, error) = (1006, "", (string?)null);
        try
        {
            var buffer = new byte[4096];
            var message = new MemoryStream();
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), _gone.Token).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    (code, reason) = ((int)(_socket.CloseStatus ?? WebSocketCloseStatus.Empty), _socket.CloseStatusDescription ?? "");
                    break;
                }

                message.Write(buffer, 0, part.Count);
                if (message.Length > MostBytes)
                {
                    (code, error) = (1009, FormattableString.Invariant($"a message is longer than {MostBytes >> 20} MiB"));
                    break;
                }

                if (part.EndOfMessage)
                {
                    var (data, isText) = (message.ToArray(), part.MessageType == WebSocketMessageType.Text);
                    message.SetLength(0);
                    Tell(() =>
                    {
                        _metrics.Received.Add(1, _tags);
                        events.OnMessage(data, isText);
                    });
                }
            }
        }
        catch (Exception fault) when (SocketFaults.IsLoss(fault))
        {
            error = SocketFaults.Describe(fault);
        }

        loop.Post(user, () =>
        {
            if (!_isEnded)
            {
                if (error is not null)
                {
                    events.OnError(error);
                }

                events.OnClose(code, reason);
            }
        });
    }

    private void OnControl(byte opcode, byte[] payload)
    {
        var now = user.Test.Time.GetTimestamp();
        if (opcode == PingOpcode)
        {
            Tell(events.OnPing);
        }
        else if (opcode == PongOpcode)
        {
            Tell(() =>
            {
                if (_pings.Remove(System.Text.Encoding.UTF8.GetString(payload), out var sent))
                {
                    _metrics.Ping.Add(user.Test.Time.GetElapsedTime(sent, now).TotalMilliseconds, _tags);
                    events.OnPong();
                }
            });
        }
    }

    private void Tell(Action run) => loop.Post(user, () =>
    {
        if (!_isEnded)
        {
            run();
        }
    });

    private void End()
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        if (_isOpen)
        {
            loop.End();
            _metrics.SessionDuration.Add(user.Test.Time.GetElapsedTime(_started).TotalMilliseconds, _tags);
        }
    }
}
