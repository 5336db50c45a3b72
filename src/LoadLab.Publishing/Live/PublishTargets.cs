using System.Globalization;
using LoadLab.Core;

namespace LoadLab.Publishing.Live;

/// <summary>Where the live figures of a run go.</summary>
/// <param name="Otlp">Address that takes OTLP over HTTP; null for none.</param>
/// <param name="Listen">Where a Prometheus scrapes; null for none.</param>
/// <param name="RemoteWrite">Address that takes Prometheus' remote write; null for none.</param>
public sealed record PublishTargets(Uri? Otlp, ListenAddress? Listen, Uri? RemoteWrite)
{
    /// <summary>Reads the options. Null when none was given.</summary>
    /// <param name="otlp">An address: <c>http://127.0.0.1:4318</c>.</param>
    /// <param name="listen"><c>[HOST:]PORT</c>.</param>
    /// <param name="remoteWrite">An address: <c>http://127.0.0.1:9090</c>.</param>
    /// <exception cref="LoadLabException">One is wrong (104); with all faults.</exception>
    public static PublishTargets? Parse(string? otlp, string? listen, string? remoteWrite)
    {
        if ((otlp ?? listen ?? remoteWrite) is null)
        {
            return null;
        }

        var faults = new List<string>();
        var targets = new PublishTargets(
            otlp is null ? null : Address(OtlpPush.Option, otlp, "OTLP over HTTP. Write for example http://127.0.0.1:4318; OTLP over gRPC is not spoken.", HeaderVariable.Otlp, "/v1/metrics", faults),
            listen is null ? null : ListenAddress.Parse(listen, faults),
            remoteWrite is null ? null : Address(RemoteWritePush.Option, remoteWrite, "remote write. Write for example http://127.0.0.1:9090/api/v1/write.", HeaderVariable.RemoteWrite, "/api/v1/write", faults));
        return faults.Count == 0 ? targets : throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started.");
    }

    private static Uri? Address(string option, string text, string wanted, string headers, string usualPath, List<string> faults)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            faults.Add($"{option} '{text}' is not an address of {wanted}");
            return null;
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0)
        {
            faults.Add($"{option} {uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}: a password or a token in the address would stand in records and logs. Put a token into the variable {headers}, as authorization=Bearer%20TOKEN.");
            return null;
        }

        return uri.AbsolutePath == "/" ? new Uri(uri, usualPath) : uri;
    }
}

/// <summary>An address of this machine to listen at.</summary>
/// <param name="Host">A name or an address of this machine; <c>+</c> for all of them.</param>
/// <param name="Port">Its port.</param>
public sealed record ListenAddress(string Host, int Port)
{
    /// <summary>Without a host only this machine can scrape.</summary>
    public const string DefaultHost = "127.0.0.1";

    /// <summary>The address to scrape.</summary>
    public string Url => FormattableString.Invariant($"http://{(Host == "+" ? "0.0.0.0" : Host)}:{Port}/metrics");

    internal static ListenAddress? Parse(string text, List<string> faults)
    {
        var at = text.LastIndexOf(':');
        var (host, port) = at < 0 ? (DefaultHost, text) : (text[..at], text[(at + 1)..]);
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535 || host.Length == 0 || host.Contains('/', StringComparison.Ordinal)
            || Uri.CheckHostName(host is "*" or "+" ? "localhost" : host) == UriHostNameType.Unknown)
        {
            faults.Add($"--prometheus-listen '{text}' is not [HOST:]PORT. Write for example 9464, or 0.0.0.0:9464 for all addresses of this machine.");
            return null;
        }

        return new ListenAddress(host is "*" or "0.0.0.0" or "[::]" ? "+" : host, number);
    }
}
