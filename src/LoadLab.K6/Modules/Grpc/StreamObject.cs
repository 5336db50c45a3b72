using Grpc.Core;
using Jint;
using Jint.Native;
using LoadLab.K6.Calls;
using LoadLab.K6.Messages;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Grpc;

/// <summary>A <c>Stream</c> of the script: <c>on</c>, <c>write</c>, <c>end</c>.</summary>
internal sealed class StreamObject : IGrpcStreamEvents
{
    private static readonly string[] Events = ["data", "error", "end", "status"];

    private readonly JsEngine _engine;
    private readonly UserState _user;
    private readonly GrpcClient _client;
    private readonly GrpcCall _call;
    private readonly Dictionary<string, List<JsValue>> _handlers = Events.ToDictionary(name => name, _ => new List<JsValue>(), StringComparer.Ordinal);

    private StreamObject(JsEngine engine, UserState user, GrpcClient client, GrpcCall call) => (_engine, _user, _client, _call) = (engine, user, client, call);

    /// <summary>Begins a stream: client, method, params.</summary>
    public static JsObject Create(JsEngine engine, UserState user, JsValue[] arguments)
    {
        var client = arguments.At(0) as GrpcClient ?? throw Js.TypeError(engine, "invalid GRPC Stream's client: it takes a client, a method and params: new grpc.Stream(client, 'shop.Orders/Watch').");
        var call = CallReader.ReadStream(engine, user, client, arguments);
        var told = new StreamObject(engine, user, client, call);
        var stream = new GrpcStream(user, client.Connection!, call, told);
        var script = new JsObject(engine);
        Js.Add(script, "on", values => told.On(Js.Text(values.At(0)), values.At(1)));
        Js.Add(script, "write", values => told.Write(stream, values.At(0)));
        Js.Add(script, "end", _ =>
        {
            stream.End();
            return JsValue.Undefined;
        });
        return script;
    }

    public void OnMessage(DynamicMessage? message) => Tell("data", message is null ? new JsObject(_engine) : GrpcAnswer.Message(_engine, _client.Types, message));

    public void OnError(Status status)
    {
        if (_handlers["error"].Count == 0)
        {
            _user.Test.Say($"script warn: the stream {_call} failed, and nobody hears of it: {status.StatusCode}{(status.Detail.Length > 0 ? ": " + status.Detail : "")}");
        }

        Tell("error", GrpcAnswer.Of(_engine, status));
    }

    public void OnEnd() => Tell("end", new JsObject(_engine));

    private JsValue On(string name, JsValue handler)
    {
        if (!handler.IsCallable())
        {
            throw Js.TypeError(_engine, $"handler for \"{name}\" event isn't a callable function");
        }

        if (_handlers.TryGetValue(name, out var handlers))
        {
            handlers.Add(handler);
        }
        else
        {
            _user.Test.Say($"script warn: a gRPC stream has no event '{name}'. It has data, error and end.");
        }

        return JsValue.Undefined;
    }

    private JsValue Write(GrpcStream stream, JsValue message)
    {
        if (message.IsMissing())
        {
            _user.Test.Say("script warn: can't send empty message");
        }
        else
        {
            stream.Write(CallReader.Bytes(_engine, _client, _call.Method, message));
        }

        return JsValue.Undefined;
    }

    private void Tell(string name, JsValue value)
    {
        var about = new JsObject(_engine);
        about.FastSetDataProperty("ts", JsNumber.Create(_user.Test.Time.GetUtcNow().ToUnixTimeSeconds()));
        foreach (var handler in _handlers[name].ToArray())
        {
            _engine.Call(handler, JsValue.Undefined, [value, about]);
        }
    }
}
