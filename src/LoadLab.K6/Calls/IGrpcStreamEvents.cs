using Grpc.Core;
using LoadLab.K6.Messages;

namespace LoadLab.K6.Calls;

/// <summary>Hears of a stream, on the user's own thread.</summary>
internal interface IGrpcStreamEvents
{
    void OnMessage(DynamicMessage? message);

    /// <summary>It has ended otherwise than well.</summary>
    void OnError(Status status);

    void OnEnd();
}
