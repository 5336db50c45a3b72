namespace LoadLab.K6.Metrics;

/// <summary>The tags of a sample. They are only looked at where a sub-metric asks for them.</summary>
internal sealed class SampleTags
{
    public static SampleTags None { get; } = new();

    /// <summary>Tags that the script gave: to the request, to the user, to the scenario, to the test; the first that has a key counts.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Own { get; init; } = [];

    public string Scenario { get; init; } = "";

    public string Group { get; init; } = "";

    public string? Check { get; init; }

    public string? Method { get; init; }

    public string? Name { get; init; }

    public string? Url { get; init; }

    /// <summary>Of a request over HTTP; empty when it failed.</summary>
    public string? Proto { get; init; }

    public int? Status { get; set; }

    public bool? Expected { get; set; }

    public string? Subprotocol { get; init; }

    /// <summary>Of gRPC, such as <c>shop.Orders</c>.</summary>
    public string? Service { get; init; }

    public string? Error { get; set; }

    public int ErrorCode { get; set; }

    /// <summary>Of the connection, such as <c>1.3</c>; null without TLS.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>The value of a tag; null where there is none. As in k6, what a request or a check itself is goes over tags of the script with that name.</summary>
    public string? Find(string key) => OfSample(key) ?? OfScript(key) ?? key switch
    {
        "scenario" => Scenario,
        "group" => Group,
        "name" => Name,
        _ => null,
    };

    /// <summary>The <c>url</c> of a request over HTTP is its name, where the script gave one, to it or to the user.</summary>
    private string? OfSample(string key) => key switch
    {
        "check" => Check,
        "method" => Method,
        "proto" => Proto,
        "status" => Status?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "expected_response" => Expected is { } expected ? (expected ? "true" : "false") : null,
        "subproto" => Subprotocol,
        "service" => Service,
        "error" => Error,
        "error_code" => ErrorCode == 0 ? null : ErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "tls_version" => TlsVersion is null ? null : "tls" + TlsVersion,
        "url" => Proto is null ? Url : OfScript("name") ?? Url,
        _ => null,
    };

    private string? OfScript(string key)
    {
        foreach (var tags in Own)
        {
            if (tags.TryGetValue(key, out var own))
            {
                return own;
            }
        }

        return null;
    }
}
