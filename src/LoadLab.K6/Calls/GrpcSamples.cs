using Grpc.Core;
using LoadLab.K6.Metrics;
using LoadLab.K6.State;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;

namespace LoadLab.K6.Calls;

/// <summary>What a call is to k6's metrics, and to LoadLab's steps.</summary>
internal static class GrpcSamples
{
    /// <summary>Adds the duration of a call, and what went over the wire since the one before.</summary>
    public static void AddCall(UserState user, GrpcConnection connection, GrpcCall call, StatusCode status, long started)
    {
        var metrics = user.Test.Metrics;
        call.Tags.Status = (int)status;
        metrics.Grpc.Duration.Add(user.Test.Time.GetElapsedTime(started).TotalMilliseconds, call.Tags);
        var (received, sent) = connection.Traffic.Take();
        metrics.DataReceived.Add(received, call.Tags);
        metrics.DataSent.Add(sent, call.Tags);
    }

    /// <summary>The status of a failed call. A server that gives a call up at its deadline has missed the deadline, whoever says so first.</summary>
    public static Status StatusOf(RpcException fault, DateTime? deadline) => fault.StatusCode == StatusCode.Cancelled && deadline <= TimeProvider.System.GetUtcNow().UtcDateTime
        ? new Status(StatusCode.DeadlineExceeded, fault.Status.Detail, fault.Status.DebugException)
        : fault.Status;

    public static IResponse ResponseOf(Status status, long bytes)
    {
        if (status.StatusCode == StatusCode.OK)
        {
            return Response.Ok(nameof(StatusCode.OK), bytes);
        }

        var inner = status.DebugException is { } cause ? FailureClassifier.Classify(cause) : FailureKind.None;
        var kind = status.StatusCode == StatusCode.DeadlineExceeded ? FailureKind.Timeout
            : inner is FailureKind.Refused or FailureKind.Reset or FailureKind.Timeout or FailureKind.Protocol ? inner : FailureKind.Status;
        return Response.Fail(status.StatusCode.ToString(), status.Detail, bytes, kind);
    }
}
