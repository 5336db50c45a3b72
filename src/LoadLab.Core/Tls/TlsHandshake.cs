using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace LoadLab.Core.Tls;

/// <summary>The TLS handshake of all of LoadLab's own connections. What keeps it from coming about is said by its cause.</summary>
public static class TlsHandshake
{
    private const string Trust = "Let this machine trust its authority (or name it in SSL_CERT_FILE), or correct the certificate at the server.";

    /// <summary>Shakes hands.</summary>
    /// <returns>The encrypted connection, which owns <paramref name="connection"/>.</returns>
    /// <exception cref="TlsFailedException">The certificate is not accepted, the server refused, or what answered is no TLS.</exception>
    /// <exception cref="IOException">The connection ended in the handshake.</exception>
    /// <exception cref="AuthenticationException">Another fault of TLS.</exception>
    public static async ValueTask<SslStream> AuthenticateAsync(OpeningStream connection, TlsTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(target);
        string? refused = null;
        var tls = new SslStream(connection, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = target.Host,
                    ClientCertificates = target.Certificate is { } own ? [own] : null,
                    CertificateChainPolicy = target.Authorities.Count > 0 ? Trusting(target.Authorities) : null,
                    ApplicationProtocols = target.Protocols is { } protocols ? [.. protocols] : null,
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                        target.Insecure || (refused = CertificateFault.Explain(target.Host, certificate, chain, errors)) is null,
                },
                cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            var told = refused is not null ? new TlsFailedException(refused, Trust, fault) { IsOfCertificate = true } : TlsOpening.Explain(connection.Opening, fault);
            await tls.DisposeAsync().ConfigureAwait(false);
            if (told is null)
            {
                throw;
            }

            throw told;
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Trusts some authorities beside the machine's.</summary>
    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        using var roots = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots.Certificates);
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
