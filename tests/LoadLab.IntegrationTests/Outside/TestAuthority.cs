using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LoadLab.IntegrationTests.Outside;

/// <summary>An authority that nobody trusts unless told so, and the certificates that it issues.</summary>
internal sealed class TestAuthority : IDisposable
{
    public static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Far = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly RSA _key = RSA.Create(2048);

    public TestAuthority(string name = "Test Authority")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        Certificate = request.CreateSelfSigned(Long, Far);
    }

    /// <summary>Its own certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A certificate for a host.</summary>
    public X509Certificate2 Issue(string host, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        var request = Request(host, key);
        using var bare = request.Create(Certificate, from ?? Long, until ?? Far.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        using var certificate = bare.CopyWithPrivateKey(key);
        return Usable(certificate);
    }

    /// <summary>A certificate for a host that has no issuer but itself.</summary>
    public static X509Certificate2 SelfSigned(string host, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        using var certificate = Request(host, key).CreateSelfSigned(from ?? Long, until ?? Far);
        return Usable(certificate);
    }

    /// <summary>Writes a certificate and its key as PEM.</summary>
    public static void Write(X509Certificate2 certificate, string path)
    {
        File.WriteAllText(path + ".crt", certificate.ExportCertificatePem());
        using var key = certificate.GetRSAPrivateKey()!;
        File.WriteAllText(path + ".key", key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private static CertificateRequest Request(string host, RSA key)
    {
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static X509Certificate2 Usable(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
