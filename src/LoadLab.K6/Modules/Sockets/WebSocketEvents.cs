using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Sockets;

/// <summary>Tells the script's WebSocket what became of the connection.</summary>
internal sealed class WebSocketEvents(JsEngine engine, UserState user, ObjectInstance handlers) : ISocketEvents
{
    private bool _isOpen;
    private (int Code, string Reason)? _closeWhenOpen;

    public SocketSession Session { get; set; } = null!;

    public void Connected(Task<string?> connected)
    {
        if (connected.IsCanceled || connected.IsFaulted)
        {
            user.ThrowIfCut();
        }

        if (connected.GetAwaiter().GetResult() is { } error)
        {
            OnError(error);
            Ended(1006, "");
            return;
        }

        Session.Begin();
        _isOpen = true;
        if (_closeWhenOpen is { } close)
        {
            Close(close.Code, close.Reason);
            return;
        }

        Call("open", JsString.Create(Session.Protocol));
    }

    public void Close(int code, string reason)
    {
        if (!_isOpen)
        {
            _closeWhenOpen = (code, reason);
            return;
        }

        Session.Close(code, reason);

        // As in browsers, the event comes after the call.
        user.Events.Begin();
        user.Events.Post(user, () =>
        {
            user.Events.End();
            Ended(code, reason);
        });
    }

    public void OnMessage(byte[] data, bool isText) => Call(isText ? "text" : "binary", isText ? JsString.Create(Encoding.UTF8.GetString(data)) : Js.Buffer(engine, data));

    public void OnPing() => Call("ping");

    public void OnPong() => Call("pong");

    public void OnError(string message) => Call("error", JsString.Create(message));

    public void OnClose(int code, string reason)
    {
        if (SocketEnd.IsError(code))
        {
            OnError(SocketEnd.Describe(code, reason));
        }

        Session.Close(code is 1005 or 1006 ? 1000 : code, "");
        Ended(code, reason);
    }

    private void Ended(int code, string reason)
    {
        user.Events.Disown(Session);
        Session.Dispose();
        Call("close", JsNumber.Create(code), JsString.Create(reason));
    }

    private void Call(string handler, params JsValue[] values) => engine.Call(handlers.Get(handler), JsValue.Undefined, values);
}
