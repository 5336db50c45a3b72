using System.Security.Authentication;

namespace LoadLab.Core.Tls;

/// <summary>TLS did not come about, and what the server sent says why.</summary>
public sealed class TlsFailedException : AuthenticationException
{
    /// <summary>A failure with its reason.</summary>
    /// <param name="message">What is wrong, without a full stop.</param>
    /// <param name="advice">What to do about it, as a sentence; empty for none.</param>
    /// <param name="fault">What .NET said.</param>
    /// <param name="alert">The server's TLS alert; null for none.</param>
    public TlsFailedException(string message, string advice, Exception? fault = null, int? alert = null)
        : base(message, fault) => (Advice, Alert) = (advice, alert);

    /// <summary>What to do about it.</summary>
    public string Advice { get; }

    /// <summary>The number of the server's TLS alert (RFC 8446, 6); null when it sent none.</summary>
    public int? Alert { get; }

    /// <summary>True when the certificate is what is not accepted.</summary>
    public bool IsOfCertificate { get; init; }

    /// <summary>The first of the causes that is such a failure; null when none is.</summary>
    public static TlsFailedException? In(Exception? fault) => fault is null ? null : fault as TlsFailedException ?? In(fault.InnerException);
}
