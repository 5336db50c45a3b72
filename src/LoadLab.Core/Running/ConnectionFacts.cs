namespace LoadLab.Core.Running;

/// <summary>Whom a connection leads to.</summary>
/// <param name="Address">The peer's IP address.</param>
/// <param name="Port">The peer's port.</param>
/// <param name="TlsVersion">Such as <c>1.3</c>; null without TLS.</param>
/// <param name="TlsCipher">The cipher suite, such as <c>TLS_AES_128_GCM_SHA256</c>; null without TLS.</param>
public sealed record ConnectionFacts(string Address, int Port, string? TlsVersion, string? TlsCipher);
