using Google.Protobuf;
using Grpc.Core;
using LoadLab.K6.Messages;
using LoadLab.K6.State;

namespace LoadLab.K6.Calls;

/// <summary>Calls with one answer. Each is a step; a status that is not OK is a failure of it, under its name.</summary>
internal static class GrpcCalls
{
    /// <summary>Calls. What the server says is a result, whatever it says.</summary>
    /// <exception cref="OperationCanceledException">The iteration was cut off.</exception>
    public static async Task<GrpcResult> InvokeAsync(UserState user, GrpcConnection connection, GrpcCall call)
    {
        var mark = user.Sink?.StepStarted(call.Step);
        var started = user.Test.Time.GetTimestamp();
        var (result, bytes) = await SendAsync(user, connection, call).ConfigureAwait(false);
        GrpcSamples.AddCall(user, connection, call, result.Status.StatusCode, started);
        if (mark is { } step)
        {
            user.Sink!.StepEnded(step, GrpcSamples.ResponseOf(result.Status, bytes));
        }

        return result;
    }

    private static async Task<(GrpcResult Result, int Bytes)> SendAsync(UserState user, GrpcConnection connection, GrpcCall call)
    {
        Metadata headers = [];
        var options = call.OptionsOf(user.CutToken);
        try
        {
            using var running = connection.Invoker.AsyncUnaryCall(call.AsMethod(MethodType.Unary), null, options, call.Message);
            headers = await running.ResponseHeadersAsync.ConfigureAwait(false);
            var answer = await running.ResponseAsync.ConfigureAwait(false);
            var message = call.Discards ? null : WireReader.Read(call.Method.OutputType, answer);
            return (new GrpcResult(running.GetStatus(), message, headers, running.GetTrailers()), answer.Length);
        }
        catch (RpcException fault)
        {
            user.ThrowIfCut();
            return (new GrpcResult(GrpcSamples.StatusOf(fault, options.Deadline), null, headers, fault.Trailers), 0);
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or MessageFaultException)
        {
            return (new GrpcResult(new Status(StatusCode.Internal, $"the answer is no {call.Method.OutputType.FullName}: {fault.Message}"), null, headers, []), 0);
        }
    }
}
