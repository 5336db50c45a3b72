using Grpc.Core;
using LoadLab.K6.Messages;

namespace LoadLab.K6.Calls;

/// <summary>What came of a call.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Message">The answer; null when there is none, or nobody wants it.</param>
/// <param name="Headers">Metadata that came first.</param>
/// <param name="Trailers">Metadata that came last.</param>
internal sealed record GrpcResult(Status Status, DynamicMessage? Message, Metadata Headers, Metadata Trailers)
{
    public bool IsOk => Status.StatusCode == StatusCode.OK;
}
