using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace LoadLab.K6.Calls;

/// <summary>What <c>client.connect</c> says.</summary>
internal sealed record GrpcConnectOptions
{
    public bool IsPlain { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>True to ask the server for its descriptions.</summary>
    public bool Reflects { get; init; }

    public Metadata ReflectionMetadata { get; init; } = [];

    /// <summary>Bytes of the largest answer; null for gRPC's own 4 MiB.</summary>
    public int? MostReceived { get; init; }

    /// <summary>Bytes of the largest message that is sent; null for no limit.</summary>
    public int? MostSent { get; init; }

    /// <summary>Whom to name in place of the address; null for the address.</summary>
    public string? Authority { get; init; }

    /// <summary>The client's own certificate; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Authorities to trust beside the machine's.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];
}
