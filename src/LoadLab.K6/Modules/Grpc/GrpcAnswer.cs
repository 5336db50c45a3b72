using Google.Protobuf;
using Grpc.Core;
using Jint.Native;
using LoadLab.K6.Calls;
using LoadLab.K6.Messages;

namespace LoadLab.K6.Modules.Grpc;

/// <summary>What came of a call, as the script sees it: <c>status</c>, <c>message</c>, <c>error</c>, <c>headers</c>, <c>trailers</c>.</summary>
internal static class GrpcAnswer
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    public static JsObject Create(JsEngine engine, MessageTypes types, GrpcCall call, GrpcResult result)
    {
        var answer = new JsObject(engine);

        // As in k6, a call that failed has an answer without values.
        answer.FastSetDataProperty("message", call.Discards ? JsValue.Null : Message(engine, types, result.Message ?? new DynamicMessage(call.Method.OutputType)));
        answer.FastSetDataProperty("error", result.IsOk ? JsValue.Null : Error(engine, types, result));
        answer.FastSetDataProperty("headers", MetadataReader.Show(engine, result.Headers));
        answer.FastSetDataProperty("trailers", MetadataReader.Show(engine, result.Trailers));
        answer.FastSetDataProperty("status", JsNumber.Create((int)result.Status.StatusCode));
        return answer;
    }

    /// <summary>A message; one that is told by no JSON is an error of the script.</summary>
    public static JsValue Message(JsEngine engine, MessageTypes types, DynamicMessage message)
    {
        try
        {
            return Js.Parse(engine, JsonWriting.ToJson(message, types));
        }
        catch (Exception fault) when (fault is MessageFaultException or InvalidProtocolBufferException)
        {
            throw Js.Error(engine, $"The answer cannot be shown: {fault.Message}");
        }
    }

    private static JsValue Error(JsEngine engine, MessageTypes types, GrpcResult result)
    {
        if (result.Trailers.FirstOrDefault(trailer => trailer.Key == DetailsTrailer) is { IsBinary: true } told)
        {
            try
            {
                return Js.Parse(engine, JsonWriting.ToJson(WireReader.Read(OwnTypes.Status, told.ValueBytes), types));
            }
            catch (Exception fault) when (fault is MessageFaultException or InvalidProtocolBufferException)
            {
                // Details of types that nobody loaded: code and message stay.
            }
        }

        return Of(engine, result.Status);
    }

    public static JsObject Of(JsEngine engine, Status status)
    {
        var error = new JsObject(engine);
        error.FastSetDataProperty("code", JsNumber.Create((int)status.StatusCode));
        error.FastSetDataProperty("message", JsString.Create(status.Detail));
        error.FastSetDataProperty("details", new JsArray(engine, Array.Empty<JsValue>()));
        return error;
    }
}
