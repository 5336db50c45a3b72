using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace LoadLab.Core.Tls;

/// <summary>With whom to shake hands.</summary>
/// <param name="Host">Whom the certificate must name.</param>
/// <param name="Insecure">True to accept any certificate.</param>
/// <param name="Protocols">What to name for the server to choose from (ALPN); null for nothing.</param>
public sealed record TlsTarget(string Host, bool Insecure = false, IReadOnlyList<SslApplicationProtocol>? Protocols = null)
{
    /// <summary>The client's own certificate; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Authorities to trust beside the machine's.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];
}
