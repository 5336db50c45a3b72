using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using LoadLab.Sdk.Hosting;

namespace LoadLab.Sdk.WebSockets;

/// <summary>
/// A WebSocket of one virtual user, whose connecting, sending and waiting are steps. A connection that is lost fails the step that it was lost in and each one after
/// it, with class <see cref="FailureKind.Reset"/>; an answer that does not come within the suite's request timeout fails with <see cref="FailureKind.Timeout"/>. One step at a time.
/// </summary>
public sealed class WebSocketSession : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly IScenarioContext _context;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private string _lost = "";

    private WebSocketSession(ClientWebSocket socket, IScenarioContext context) => (_socket, _context) = (socket, context);

    /// <summary>True while it can be used.</summary>
    public bool IsOpen => _socket.State == WebSocketState.Open && _lost.Length == 0;

    /// <summary>Connects, as a step of this name: TCP, TLS and the change of protocol. A server that refuses it with an HTTP status fails under that status.</summary>
    /// <param name="step">The step.</param>
    /// <param name="context">The iteration's context. A session may live on over iterations, in <see cref="IScenarioContext.ScenarioInstanceData"/>.</param>
    /// <param name="url">An address of <c>ws</c> or <c>wss</c>, or a path on the target.</param>
    /// <param name="configure">Headers, sub-protocols and the like; null for none.</param>
    public static Task<Response<WebSocketSession>> Connect(string step, IScenarioContext context, string url, Action<ClientWebSocketOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Step.Run(step, context, async () =>
        {
            var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            configure?.Invoke(socket.Options);
            using var limit = LimitOf(context);
            try
            {
                await socket.ConnectAsync(AddressOf(context, url), limit.Token).ConfigureAwait(false);
                return Response.Ok(new WebSocketSession(socket, context), "101");
            }
            catch (Exception fault) when (fault is WebSocketException or OperationCanceledException)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                var status = (int)socket.HttpStatusCode;
                socket.Dispose();
                return fault is OperationCanceledException ? Response.Fail<WebSocketSession>("", $"no connection within {context.HttpClient.Timeout.TotalSeconds:0.###} s", 0, FailureKind.Timeout)
                    : status >= 300 ? Response.Fail<WebSocketSession>(status.ToString(CultureInfo.InvariantCulture), "the server did not change to WebSocket", 0, FailureKind.Status)
                    : Response.Fail<WebSocketSession>("", fault.Message, 0, FailureClassifier.Classify(fault) is var kind && kind is FailureKind.Exception ? FailureKind.Refused : kind);
            }
        });
    }

    /// <summary>Sends a text and waits for its answer, as a step of this name.</summary>
    /// <param name="step">The step.</param>
    /// <param name="text">The text.</param>
    /// <param name="isAnswer">Which message is the answer: others are passed over. Null for the next one.</param>
    public Task<Response<WebSocketMessage>> RoundTrip(string step, string text, Func<WebSocketMessage, bool>? isAnswer = null) =>
        RunAsync(step, async limit =>
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, limit).ConfigureAwait(false);
            return await AnswerAsync(isAnswer, limit).ConfigureAwait(false);
        });

    /// <summary>Sends a text, as a step of this name: it ends when the text was handed to the network.</summary>
    public Task<Response<object>> Send(string step, string text) => Send(step, Encoding.UTF8.GetBytes(text), isText: true);

    /// <summary>Sends bytes, as a step of this name.</summary>
    public Task<Response<object>> Send(string step, ReadOnlyMemory<byte> bytes, bool isText = false) =>
        RunAsync(step, async limit =>
        {
            await _socket.SendAsync(bytes, isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, limit).ConfigureAwait(false);
            return Response.Ok();
        });

    /// <summary>Waits for a message, as a step of this name.</summary>
    /// <param name="step">The step.</param>
    /// <param name="isAnswer">Which message is waited for: others are passed over. Null for the next one.</param>
    public Task<Response<WebSocketMessage>> Receive(string step, Func<WebSocketMessage, bool>? isAnswer = null) => RunAsync(step, limit => AnswerAsync(isAnswer, limit));

    /// <summary>Closes in order, as a step of this name, which ends when the server has agreed.</summary>
    public Task<Response<object>> Close(string step) =>
        RunAsync(step, async limit =>
        {
            await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit).ConfigureAwait(false);
            _lost = "it was closed by this scenario";
            return Response.Ok();
        });

    /// <summary>Ends it without a step, and without a word to the server if it was not closed.</summary>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _lost = "it was put away by this scenario";
        return ValueTask.CompletedTask;
    }

    private static CancellationTokenSource LimitOf(IScenarioContext context)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        if (context.HttpClient.Timeout > TimeSpan.Zero)
        {
            limit.CancelAfter(context.HttpClient.Timeout);
        }

        return limit;
    }

    private static Uri AddressOf(IScenarioContext context, string url)
    {
        if (Uri.TryCreate(url, UriKind.Absolute, out var whole) && whole.Scheme is "ws" or "wss")
        {
            return whole;
        }

        var target = new Uri(context.HttpClient.BaseAddress ?? throw new InvalidOperationException($"'{url}' is no whole address, and the target has none."), url);
        return new UriBuilder(target) { Scheme = target.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs }.Uri;
    }

    private Task<Response<T>> RunAsync<T>(string step, Func<CancellationToken, Task<Response<T>>> run) => Step.Run(step, _context, async () =>
    {
        if (!IsOpen)
        {
            return Response.Fail<T>("", $"the WebSocket is not open: {(_lost.Length > 0 ? _lost : _socket.State.ToString())}", 0, FailureKind.Reset);
        }

        using var limit = LimitOf(_context);
        try
        {
            return await run(limit.Token).ConfigureAwait(false);
        }
        catch (WebSocketException fault)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();
            return Lost<T>(fault.Message);
        }
        catch (OperationCanceledException)
        {
            _context.CancellationToken.ThrowIfCancellationRequested();

            // A receive that is given up ends the connection: what comes later would be taken for the next answer.
            _lost = "an answer did not come in time";
            _socket.Abort();
            return Response.Fail<T>("", FormattableString.Invariant($"no answer within {_context.HttpClient.Timeout.TotalSeconds:0.###} s"), 0, FailureKind.Timeout);
        }
    });

    private Response<T> Lost<T>(string why, string code = "")
    {
        _lost = why;
        return Response.Fail<T>(code, why, 0, FailureKind.Reset);
    }

    private async Task<Response<WebSocketMessage>> AnswerAsync(Func<WebSocketMessage, bool>? isAnswer, CancellationToken limit)
    {
        while (true)
        {
            using var whole = new MemoryStream();
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(), limit).ConfigureAwait(false);
                whole.Write(_buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                var code = ((int)(_socket.CloseStatus ?? WebSocketCloseStatus.Empty)).ToString(CultureInfo.InvariantCulture);
                return Lost<WebSocketMessage>($"the server closed the WebSocket: {code} {_socket.CloseStatusDescription}".TrimEnd(), code);
            }

            var message = new WebSocketMessage(whole.ToArray(), part.MessageType == WebSocketMessageType.Text);
            if (isAnswer?.Invoke(message) != false)
            {
                return Response.Ok(message, sizeBytes: message.Bytes.Length);
            }
        }
    }
}
