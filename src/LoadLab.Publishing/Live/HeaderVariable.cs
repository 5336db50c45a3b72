namespace LoadLab.Publishing.Live;

/// <summary>Headers in a variable of the environment, as OpenTelemetry writes them: <c>authorization=Bearer%20TOKEN,x-scope-orgid=team</c>.</summary>
internal static class HeaderVariable
{
    /// <summary>OpenTelemetry's own, of OTLP: its exporter reads it too.</summary>
    public const string Otlp = "OTEL_EXPORTER_OTLP_HEADERS";

    /// <summary>Of remote write.</summary>
    public const string RemoteWrite = "LOADLAB_REMOTE_WRITE_HEADERS";

    /// <summary>The headers that it says.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string? text) =>
    [
        .. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => (Pair: pair, At: pair.IndexOf('=', StringComparison.Ordinal))).Where(one => one.At > 0)
            .Select(one => new KeyValuePair<string, string>(one.Pair[..one.At].Trim(), Uri.UnescapeDataString(one.Pair[(one.At + 1)..].Trim()))),
    ];
}
