using System.Globalization;
using System.Text;
using LoadLab.Core.Runs;

namespace LoadLab.Engine.Messages;

/// <summary>The request that <c>loadlab http</c> sends over and over, or the first of several.</summary>
public sealed record HttpTarget
{
    /// <summary>Absolute address, http or https.</summary>
    public required Uri Address { get; init; }

    /// <summary>The method.</summary>
    /// <value><c>GET</c></value>
    public string Method { get; init; } = "GET";

    /// <summary>Headers, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Statuses that count as success; null for all below 400.</summary>
    public StatusSet? Accepted { get; init; }

    /// <summary>HTTP/2 instead of HTTP/1.1.</summary>
    public bool Http2 { get; init; }

    /// <summary>Accepts any certificate.</summary>
    public bool Insecure { get; init; }

    /// <summary>Whether a request that was lost with its connection is sent once more.</summary>
    public ResendPolicy Resend { get; init; }

    /// <summary>A request without a complete answer for this long has failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>All requests that users choose from by their weights, this one among them; empty where it is the only one.</summary>
    public IReadOnlyList<HttpTarget> Mix { get; init; } = [];

    /// <summary>Of several: the step that it counts as.</summary>
    public string Step { get; init; } = "";

    /// <summary>Of several: its share, relative to the others' weights. Above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>One address for each server that is asked.</summary>
    public IReadOnlyList<HttpTarget> Origins => Mix.Count == 0 ? [this] : [.. Mix.DistinctBy(target => target.Origin)];

    /// <summary>Scheme, host and port.</summary>
    internal string Origin => Address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>The bytes of the HTTP/1.1 request.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{Method} {Address.PathAndQuery} HTTP/1.1\r\n");
        if (!Has("Host"))
        {
            head.Append(CultureInfo.InvariantCulture, $"Host: {HostOf(Address)}\r\n");
        }

        if (!Has("User-Agent"))
        {
            head.Append("User-Agent: loadlab\r\n");
        }

        if (!Has("Accept"))
        {
            head.Append("Accept: */*\r\n");
        }

        foreach (var (name, value) in Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (!Body.IsEmpty || Method is "POST" or "PUT" or "PATCH")
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        }

        head.Append("\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. Body.Span];
    }

    /// <summary>The Host header's value: names as the network knows them, IPv6 in brackets, the port unless it is the scheme's.</summary>
    internal static string HostOf(Uri address)
    {
        var host = address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost;
        return address.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{address.Port}");
    }

    private bool Has(string name) => Headers.Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
}
