using System.Text;
using Jint;
using Jint.Native;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Sockets;

/// <summary>The socket that <c>ws.connect</c> hands to the script, with its handlers and timers.</summary>
internal sealed class WsSocket : ISocketEvents
{
    private const int GoingAway = 1001;

    private readonly JsEngine _engine;
    private readonly Dictionary<string, List<JsValue>> _handlers = new(StringComparer.Ordinal);

    public WsSocket(JsEngine engine, UserState user, EventLoop loop)
    {
        _engine = engine;
        Object = new JsObject(engine);
        Add("on", arguments =>
        {
            var (name, handler) = (Js.Text(arguments.At(0)), arguments.At(1));
            if (!_handlers.TryGetValue(name, out var handlers))
            {
                _handlers[name] = handlers = [];
            }

            handlers.Add(handler.IsCallable() ? handler : throw Js.TypeError(engine, "on() needs a function."));
        });
        Add("send", arguments => Report(Session!.Send(Encoding.UTF8.GetBytes(Js.Text(arguments.At(0))), isText: true)));
        Add("sendBinary", arguments => Report(Session!.Send(Js.IsBinary(arguments.At(0)) ? Js.Bytes(arguments.At(0)) : throw Js.TypeError(engine, "sendBinary() needs an ArrayBuffer."), isText: false)));
        Add("ping", _ => Report(Session!.Ping()));
        Add("close", arguments => Close(arguments.At(0).IsMissing() ? GoingAway : (int)Js.Number(arguments.At(0))));
        foreach (var (name, again) in ((string, bool)[])[("setTimeout", false), ("setInterval", true)])
        {
            Add(name, arguments =>
            {
                var (call, delay) = (arguments.At(0), Js.Number(arguments.At(1)));
                if (!call.IsCallable() || !(delay > 0))
                {
                    throw Js.TypeError(engine, $"{name}() needs a function and a number of milliseconds above 0.");
                }

                loop.Add(() => engine.Call(call, JsValue.Undefined, []), TimeSpan.FromMilliseconds(Math.Min(delay, 1e9)), again, user.Test.Time);
            });
        }

        void Add(string name, Action<JsValue[]> call) => Js.Add(Object, name, arguments =>
        {
            call(arguments);
            return JsValue.Undefined;
        });
    }

    public JsObject Object { get; }

    public SocketSession? Session { get; set; }

    public bool IsClosed { get; private set; }

    public void Tell(string name, params JsValue[] values)
    {
        // A handler may add others.
        foreach (var handler in _handlers.TryGetValue(name, out var handlers) ? handlers.ToArray() : [])
        {
            _engine.Call(handler, JsValue.Undefined, values);
        }
    }

    public void OnMessage(byte[] data, bool isText)
    {
        if (isText)
        {
            Tell("message", JsString.Create(Encoding.UTF8.GetString(data)));
        }
        else
        {
            Tell("binaryMessage", Js.Buffer(_engine, data));
        }
    }

    public void OnPing() => Tell("ping");

    public void OnPong() => Tell("pong");

    public void OnError(string message)
    {
        var error = new JsObject(_engine);
        Js.Add(error, "error", _ => JsString.Create(message));
        Js.Add(error, "toString", _ => JsString.Create(message));
        error.FastSetDataProperty("message", JsString.Create(message));
        Tell("error", error);
    }

    public void OnClose(int code, string reason)
    {
        if (SocketEnd.IsError(code))
        {
            OnError(SocketEnd.Describe(code, reason));
        }

        Close(code is 1005 or 1006 ? 1000 : code, code);
    }

    private void Close(int code, int? told = null)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            Session!.Close(code, "");
            Tell("close", JsNumber.Create(told ?? code));
        }
    }

    private void Report(string? error)
    {
        if (error is not null)
        {
            OnError(error);
        }
    }
}
