using Google.Protobuf.Reflection;

namespace LoadLab.K6.Messages;

/// <summary>Messages that gRPC itself has: its health service, and what failures tell beside their status.</summary>
internal static class OwnTypes
{
    private const string HealthText = """
        syntax = "proto3";
        package grpc.health.v1;
        message HealthCheckRequest { string service = 1; }
        message HealthCheckResponse { enum ServingStatus { UNKNOWN = 0; SERVING = 1; NOT_SERVING = 2; SERVICE_UNKNOWN = 3; } ServingStatus status = 1; }
        service Health { rpc Check(HealthCheckRequest) returns (HealthCheckResponse); }
        """;

    private const string StatusText = """
        syntax = "proto3";
        package google.rpc;
        import "google/protobuf/any.proto";
        message Status { int32 code = 1; string message = 2; repeated google.protobuf.Any details = 3; }
        """;

    private static readonly Lazy<IReadOnlyList<FileDescriptor>> Files = new(() => ProtoFiles.Compile(["."], ["health.proto", "status.proto"], path => Path.GetFileName(path) switch
    {
        "health.proto" => HealthText,
        "status.proto" => StatusText,
        _ => null,
    }));

    /// <summary><c>grpc.health.v1.Health/Check</c>.</summary>
    public static MethodDescriptor HealthCheck => Files.Value.Single(file => file.Package == "grpc.health.v1").Services[0].Methods[0];

    /// <summary><c>google.rpc.Status</c>.</summary>
    public static MessageDescriptor Status => Files.Value.Single(file => file.Package == "google.rpc").MessageTypes[0];
}
