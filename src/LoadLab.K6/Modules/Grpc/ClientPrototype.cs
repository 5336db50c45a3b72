using Google.Protobuf.Reflection;
using Jint;
using Jint.Native;
using LoadLab.K6.Calls;
using LoadLab.K6.Messages;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Grpc;

/// <summary>The methods of a <c>Client</c>.</summary>
internal static class ClientPrototype
{
    public static JsObject Create(JsEngine engine, UserState user)
    {
        var prototype = new JsObject(engine);
        Js.AddMethod(prototype, "load", (self, arguments) => Loaded(engine, Of(engine, self), ProtoLoading.Load(engine, user, arguments)));
        Js.AddMethod(prototype, "loadProtoset", (self, arguments) => Loaded(engine, Of(engine, self), ProtoLoading.LoadSet(engine, user, arguments)));
        Js.AddMethod(prototype, "connect", (self, arguments) => Connect(engine, user, Of(engine, self), arguments));
        Js.AddMethod(prototype, "invoke", (self, arguments) =>
        {
            var client = Of(engine, self);
            var call = CallReader.Read(engine, user, client, arguments, "invoke");
            return GrpcAnswer.Create(engine, client.Types, call, Sent(user, GrpcCalls.InvokeAsync(user, client.Connection!, call)));
        });
        Js.AddMethod(prototype, "asyncInvoke", (self, arguments) =>
        {
            var client = Of(engine, self);
            GrpcCall? call = null;
            return Promises.Of(
                engine, user, () => GrpcCalls.InvokeAsync(user, client.Connection!, call = CallReader.Read(engine, user, client, arguments, "asyncInvoke")), result => GrpcAnswer.Create(engine, client.Types, call!, result));
        });
        Js.AddMethod(prototype, "healthCheck", (self, arguments) => HealthCheck(engine, user, Of(engine, self), arguments));
        Js.AddMethod(prototype, "close", (self, _) =>
        {
            Close(user, Of(engine, self));
            return JsValue.Undefined;
        });
        return prototype;
    }

    /// <summary>The client that something is.</summary>
    /// <exception cref="Jint.Runtime.JavaScriptException">It is none.</exception>
    public static GrpcClient Of(JsEngine engine, JsValue value) => value as GrpcClient ?? throw Js.TypeError(engine, "This is no gRPC client: make it with new grpc.Client().");

    private static JsArray Loaded(JsEngine engine, GrpcClient client, IReadOnlyList<FileDescriptor> files) => new(engine, [.. client.Types.Add(files).Select(method =>
    {
        var info = new JsObject(engine);
        info.FastSetDataProperty("package", JsString.Create(method.File.Package));
        info.FastSetDataProperty("service", JsString.Create(method.Service.Name));
        info.FastSetDataProperty("full_method", JsString.Create(MessageTypes.PathOf(method)));
        info.FastSetDataProperty("name", JsString.Create(method.Name));
        info.FastSetDataProperty("is_client_stream", method.IsClientStreaming ? JsBoolean.True : JsBoolean.False);
        info.FastSetDataProperty("is_server_stream", method.IsServerStreaming ? JsBoolean.True : JsBoolean.False);
        return (JsValue)info;
    })]);

    private static JsBoolean Connect(JsEngine engine, UserState user, GrpcClient client, JsValue[] arguments)
    {
        if (user.Stage == ScriptStage.Init)
        {
            throw Js.Error(engine, "connecting to a gRPC server while the script is read is not supported. Connect in functions.");
        }

        var options = ConnectReader.Read(engine, arguments.At(1));
        Close(user, client);
        try
        {
            client.Connection = Sent(user, GrpcConnection.OpenAsync(user, Js.Text(arguments.At(0)), options));
            user.Connections.Add(client.Connection);
            if (options.Reflects)
            {
                client.Types.Add(Sent(user, GrpcReflection.AskAsync(client.Connection.Invoker, options.ReflectionMetadata, options.Timeout, user.CutToken)));
            }

            return JsBoolean.True;
        }
        catch (Exception fault) when (fault is GrpcRefusedException or MessageFaultException)
        {
            throw Js.Error(engine, $"client.connect(): {fault.Message}");
        }
    }

    private static JsObject HealthCheck(JsEngine engine, UserState user, GrpcClient client, JsValue[] arguments)
    {
        var service = new JsObject(engine);
        service.FastSetDataProperty("service", JsString.Create(arguments.At(0).IsMissing() ? "" : Js.Text(arguments.At(0))));
        var call = CallReader.Read(engine, user, client, OwnTypes.HealthCheck, service, JsValue.Undefined);
        var result = Sent(user, GrpcCalls.InvokeAsync(user, client.Connection!, call));
        if (!result.IsOk)
        {
            throw Js.Error(engine, FormattableString.Invariant($"client.healthCheck(): {result.Status.StatusCode} ({(int)result.Status.StatusCode}): {result.Status.Detail}"));
        }

        var answer = new JsObject(engine);
        answer.FastSetDataProperty("status", JsNumber.Create(result.Message!.Get(OwnTypes.HealthCheck.OutputType.FindFieldByNumber(1)) as int? ?? 0));
        return answer;
    }

    private static void Close(UserState user, GrpcClient client)
    {
        if (client.Connection is { } connection)
        {
            client.Connection = null;
            user.Connections.Remove(connection);
            connection.Dispose();
        }
    }

    private static T Sent<T>(UserState user, Task<T> work)
    {
        try
        {
            return user.WaitFor(work);
        }
        catch (OperationCanceledException)
        {
            user.ThrowIfCut();
            throw;
        }
    }
}
