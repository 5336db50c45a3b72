using Jint;
using Jint.Native;
using LoadLab.K6.Requests;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Sockets;

/// <summary><c>k6/ws</c>: <c>connect</c> runs handlers on the user's thread until the socket is closed.</summary>
internal static class WsModule
{
    public static IEnumerable<KeyValuePair<string, JsValue>> Create(JsEngine engine, UserState user)
    {
        // Thresholds may name its metrics from the start.
        _ = user.Test.Metrics.Sockets;
        yield return new("connect", Js.Function(engine, "connect", arguments => Connect(engine, user, arguments)));
    }

    private static JsObject Connect(JsEngine engine, UserState user, JsValue[] arguments)
    {
        var run = arguments.At(arguments.Length - 1);
        if (arguments.Length is < 2 or > 3 || !run.IsCallable())
        {
            throw Js.TypeError(engine, "ws.connect() takes an address, params if need be, and a function.");
        }

        var call = SocketReader.Read(engine, user, arguments[0], [], arguments.Length == 3 ? arguments[1] : JsValue.Undefined);
        var loop = new EventLoop();
        var socket = new WsSocket(engine, user, loop);
        using var session = new SocketSession(user, call, loop, socket);
        socket.Session = session;
        string? error;
        try
        {
            error = user.WaitFor(session.ConnectAsync());
        }
        catch (OperationCanceledException)
        {
            user.ThrowIfCut();
            throw;
        }

        if (error is not null)
        {
            if (user.Test.Requests.Throw)
            {
                throw Js.Error(engine, error);
            }

            user.Test.Say($"script warn: {call.Step}: the WebSocket was not opened: {error}");
            return Answer(engine, call, session, error);
        }

        session.Begin();
        engine.Call(run, JsValue.Undefined, [socket.Object]);
        socket.Tell("open");
        engine.Advanced.ProcessTasks();
        while (!socket.IsClosed && loop.RunNext(user))
        {
            engine.Advanced.ProcessTasks();
        }

        return Answer(engine, call, session, "");
    }

    private static JsObject Answer(JsEngine engine, SocketCall call, SocketSession session, string error)
    {
        var (answer, headers) = (new JsObject(engine), new JsObject(engine));
        foreach (var (name, value) in session.Headers)
        {
            headers.FastSetDataProperty(name, JsString.Create(value));
        }

        answer.FastSetDataProperty("url", JsString.Create(SafeAddress.Of(call.Url)));
        answer.FastSetDataProperty("status", JsNumber.Create(session.Status));
        answer.FastSetDataProperty("headers", headers);
        answer.FastSetDataProperty("body", JsString.Empty);
        answer.FastSetDataProperty("error", JsString.Create(error));
        return answer;
    }
}
