namespace LoadLab.K6.Calls;

/// <summary>A gRPC server that cannot be used.</summary>
internal sealed class GrpcRefusedException(string message) : Exception(message);
