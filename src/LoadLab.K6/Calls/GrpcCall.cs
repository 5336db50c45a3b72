using Google.Protobuf.Reflection;
using Grpc.Core;
using LoadLab.K6.Messages;
using LoadLab.K6.Metrics;

namespace LoadLab.K6.Calls;

/// <summary>A call as the script asks for it.</summary>
internal sealed record GrpcCall
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    public required MethodDescriptor Method { get; init; }

    /// <summary>The message as it is on the wire; nothing for a stream.</summary>
    public byte[] Message { get; init; } = [];

    public Metadata Metadata { get; init; } = [];

    /// <summary>How long it may take; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>True when the script does not want the answers.</summary>
    public bool Discards { get; init; }

    /// <summary>Name of its step.</summary>
    public required string Step { get; init; }

    /// <summary>Tags of its samples, but for the status.</summary>
    public required SampleTags Tags { get; init; }

    /// <summary>Its method for Grpc.Net.Client: messages are bytes there.</summary>
    public Method<byte[], byte[]> AsMethod(MethodType type) => new(type, Method.Service.FullName, Method.Name, Bytes, Bytes);

    /// <summary>What it says to Grpc.Net.Client.</summary>
    public CallOptions OptionsOf(CancellationToken cancellationToken) => new(Metadata, Timeout is { } timeout ? (TimeProvider.System.GetUtcNow() + timeout).UtcDateTime : null, cancellationToken);

    public override string ToString() => MessageTypes.PathOf(Method);
}
