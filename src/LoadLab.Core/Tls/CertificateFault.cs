using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace LoadLab.Core.Tls;

/// <summary>Says in plain words why a server's certificate is not accepted: all that is wrong with it, whose it is, and until when it is valid. Pure.</summary>
public static class CertificateFault
{
    private const int MostNames = 5;

    /// <summary>What is wrong, without a full stop; null when nothing is.</summary>
    /// <param name="host">Whom it should name.</param>
    /// <param name="certificate">The server's certificate; null when it sent none.</param>
    /// <param name="chain">It and its issuers, as far as they are known.</param>
    /// <param name="errors">What .NET found.</param>
    public static string? Explain(string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (certificate is not X509Certificate2 own)
        {
            return "the server sent no certificate";
        }

        var faults = Of(own, chain).Distinct(StringComparer.Ordinal).ToList();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            faults.Insert(0, $"it is for {Names(own)}, not for '{Plain(host)}'");
        }

        // The faults first: a message may be cut.
        return $"the certificate of '{Plain(Name(own.SubjectName))}' is not accepted: {string.Join("; ", faults)} (issued by '{Plain(Name(own.IssuerName))}', valid from {Moment(own.NotBefore)} to {Moment(own.NotAfter)} UTC)";
    }

    private static IEnumerable<string> Of(X509Certificate2 own, X509Chain? chain)
    {
        var now = chain?.ChainPolicy.VerificationTime.ToUniversalTime();
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            var one = element.Certificate;
            var isOwn = one.Thumbprint == own.Thumbprint;
            var it = isOwn ? "it" : $"its issuer '{Plain(Name(one.SubjectName))}'";
            foreach (var status in element.ChainElementStatus)
            {
                yield return status.Status switch
                {
                    X509ChainStatusFlags.NotTimeValid => now < one.NotBefore.ToUniversalTime() ? $"{it} is not valid yet" : $"{it} has expired",
                    X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain when isOwn && one.SubjectName.RawData.AsSpan().SequenceEqual(one.IssuerName.RawData) =>
                        "it is self-signed, and this machine does not trust it",
                    X509ChainStatusFlags.UntrustedRoot => $"{it} is no authority that this machine trusts",
                    X509ChainStatusFlags.PartialChain => isOwn ? "its issuer is not known to this machine" : $"the issuer of {it} is not known to this machine",
                    X509ChainStatusFlags.NotSignatureValid => $"the signature of {it} is wrong",
                    X509ChainStatusFlags.NotValidForUsage => $"{it} is not for servers",
                    X509ChainStatusFlags.Revoked => $"{it} was revoked",
                    var other => $"{it}: {other}",
                };
            }
        }
    }

    private static string Names(X509Certificate2 own)
    {
        var names = own.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).Select(name => $"'{Plain(name)}'").ToList();
        return names.Count == 0 ? "no host at all"
            : string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostNames} more") : "");
    }

    /// <summary>CN where it has one, for short; else the whole name.</summary>
    private static string Name(X500DistinguishedName name) =>
        name.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3").Select(part => part.GetSingleElementValue()).FirstOrDefault()
        ?? name.Name;

    /// <summary>What comes from the server is shown without what a terminal would obey, and not at any length.</summary>
    private static string Plain(string text)
    {
        const int Longest = 100;
        var plain = string.Concat(text.Where(letter => !char.IsControl(letter) && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.Format));
        return plain.Length <= Longest ? plain : plain[..Longest] + " …";
    }

    private static string Moment(DateTime moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
