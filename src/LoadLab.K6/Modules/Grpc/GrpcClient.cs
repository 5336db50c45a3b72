using Jint.Native.Object;
using LoadLab.K6.Calls;
using LoadLab.K6.Messages;

namespace LoadLab.K6.Modules.Grpc;

/// <summary>A <c>Client</c> of the script: what it knows of methods, and its connection.</summary>
internal sealed class GrpcClient : ObjectInstance
{
    public GrpcClient(JsEngine engine, ObjectInstance prototype)
        : base(engine) => Prototype = prototype;

    public MessageTypes Types { get; } = new();

    public GrpcConnection? Connection { get; set; }
}
