using Google.Protobuf.Reflection;
using Grpc.Core;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using LoadLab.Core.Text;
using LoadLab.K6.Calls;
using LoadLab.K6.Messages;
using LoadLab.K6.State;

namespace LoadLab.K6.Modules.Grpc;

/// <summary>Reads what the script says of a call.</summary>
internal static class CallReader
{
    /// <summary>As k6 has it.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(2);

    /// <summary>A call with one answer: method, message, params.</summary>
    public static GrpcCall Read(JsEngine engine, UserState user, GrpcClient client, JsValue[] arguments, string function)
    {
        RefuseUnready(engine, user, client);
        var method = MethodOf(engine, client, arguments.At(0));
        return method.IsClientStreaming || method.IsServerStreaming
            ? throw Js.Error(engine, $"client.{function}(): {MessageTypes.PathOf(method)} is a stream. Open it with new grpc.Stream(client, '{method.Service.FullName}/{method.Name}').")
            : Read(engine, user, client, method, arguments.At(1), arguments.At(2));
    }

    /// <summary>The same, of a method that is known.</summary>
    public static GrpcCall Read(JsEngine engine, UserState user, GrpcClient client, MethodDescriptor method, JsValue message, JsValue parameters)
    {
        RefuseUnready(engine, user, client);
        if (message.IsMissing())
        {
            throw Js.Error(engine, "The message of a call is an object, {} for one without fields.");
        }

        return OfParams(engine, user, client, method, parameters, LongestCall) with { Message = Bytes(engine, client, method, message) };
    }

    /// <summary>A stream: method, params.</summary>
    public static GrpcCall ReadStream(JsEngine engine, UserState user, GrpcClient client, JsValue[] arguments)
    {
        RefuseUnready(engine, user, client);
        return OfParams(engine, user, client, MethodOf(engine, client, arguments.At(1)), arguments.At(2), null);
    }

    /// <summary>A message of the script as it is on the wire.</summary>
    public static byte[] Bytes(JsEngine engine, GrpcClient client, MethodDescriptor method, JsValue message)
    {
        // JSON has no NaN; Protocol Buffers have it as a text.
        var whole = Js.Function(engine, "", arguments => arguments.At(1) is var value && value.IsNumber() && !double.IsFinite(value.AsNumber()) ? JsString.Create(Js.Text(value)) : value);
        try
        {
            var json = new JsonSerializer(engine).Serialize(message, whole, JsValue.Undefined);
            return WireWriter.Write(JsonReading.Read(method.InputType, json.IsString() ? json.AsString() : "null", client.Types));
        }
        catch (MessageFaultException fault)
        {
            throw Js.Error(engine, $"The message for {MessageTypes.PathOf(method)} is no {method.InputType.FullName}: {fault.Message}");
        }
    }

    private static MethodDescriptor MethodOf(JsEngine engine, GrpcClient client, JsValue value)
    {
        var name = value.IsMissing() ? "" : Js.Text(value);
        var path = name.StartsWith('/') ? name : "/" + name;
        return client.Types.Method(path) ?? throw Js.Error(engine, name.Length == 0 ? "method to invoke cannot be empty"
            : $"method \"{path}\" not found in file descriptors.{NearestName.Sentence(path, [.. client.Types.Methods])}");
    }

    private static void RefuseUnready(JsEngine engine, UserState user, GrpcClient client)
    {
        if (user.Stage == ScriptStage.Init)
        {
            throw Js.Error(engine, "gRPC methods cannot be called while the script is read. Call them in functions.");
        }

        if (client.Connection is null)
        {
            throw Js.Error(engine, "no gRPC connection, you must call connect first");
        }
    }

    private static GrpcCall OfParams(JsEngine engine, UserState user, GrpcClient client, MethodDescriptor method, JsValue parameters, TimeSpan? timeout)
    {
        Metadata metadata = [];
        IReadOnlyDictionary<string, string>? tags = null;
        var discards = false;
        foreach (var (key, value) in Js.Properties(parameters))
        {
            switch (key)
            {
                case "metadata":
                    metadata = MetadataReader.Read(engine, value);
                    break;
                case "tags":
                    tags = value.IsMissing() ? null : Js.Tags(engine, value);
                    break;
                case "timeout":
                    timeout = Time(engine, value);
                    break;
                case "discardResponseMessage":
                    discards = Js.IsTrue(value);
                    break;
                default:
                    throw Js.Error(engine, $"unknown param: \"{key}\". A call has metadata, tags, timeout and discardResponseMessage.");
            }
        }

        var path = MessageTypes.PathOf(method);
        var name = tags?.GetValueOrDefault("name");
        var own = user.SampleTags(tags);
        return new GrpcCall
        {
            Method = method,
            Metadata = metadata,
            Timeout = timeout is { Ticks: > 0 } ? timeout : timeout is null ? null : LongestCall,
            Discards = discards,
            Step = name ?? path[1..],
            Tags = new Metrics.SampleTags
            {
                Own = own.Own,
                Scenario = own.Scenario,
                Group = own.Group,
                Service = method.Service.FullName,
                Method = method.Name,
                Name = name ?? path,
                Url = client.Connection!.Address + path,
            },
        };
    }

    /// <summary>A duration as a text, or as a number of milliseconds.</summary>
    public static TimeSpan Time(JsEngine engine, JsValue value) => ScriptDuration.TryParse(Js.Text(value), out var time) && time >= TimeSpan.Zero ? time
        : throw Js.Error(engine, $"invalid timeout value: '{Js.Text(value)}' is no duration such as '5s', and no number of milliseconds");
}
