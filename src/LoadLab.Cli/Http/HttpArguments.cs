using LoadLab.Cli.Invocations;

namespace LoadLab.Cli.Http;

/// <summary>What <c>http</c> was asked to do, as it was written; null for what was left out.</summary>
internal sealed record HttpArguments
{
    /// <summary>URL, or method and URL.</summary>
    public required IReadOnlyList<string> Target { get; init; }

    public string? Users { get; init; }

    public string? Rate { get; init; }

    public string? Iterations { get; init; }

    public string? Duration { get; init; }

    public string? WarmUp { get; init; }

    public string? Arrivals { get; init; }

    public IReadOnlyList<string> Headers { get; init; } = [];

    public string? Body { get; init; }

    public string? BodyFile { get; init; }

    /// <summary><c>text</c>, <c>@file</c> or <c>@-</c>, as curl has it.</summary>
    public string? DataBinary { get; init; }

    /// <summary>A file of requests, one a line.</summary>
    public string? UrlFile { get; init; }

    /// <summary>Fields of a form, <c>name=value</c> or <c>name=@file</c>.</summary>
    public IReadOnlyList<string> Form { get; init; } = [];

    /// <summary><c>name:password</c>.</summary>
    public string? User { get; init; }

    /// <summary><c>name=value</c>, several with <c>; </c> between them.</summary>
    public IReadOnlyList<string> Cookies { get; init; } = [];

    public bool Compressed { get; init; }

    /// <summary>Statuses that count as success: <c>200,201,204-206</c>.</summary>
    public string? AssertStatus { get; init; }

    /// <summary>Limits by what they limit: <c>p99</c> to <c>&lt;200ms</c>.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>();

    public bool Http2 { get; init; }

    public bool Insecure { get; init; }

    public string? Resend { get; init; }

    public string? Timeout { get; init; }

    public string? MaxUsers { get; init; }

    public string? Percentiles { get; init; }

    public string? Seed { get; init; }

    /// <summary>Share of the requests that are sampled for tracing.</summary>
    public string? TraceSample { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Where its live figures go.</summary>
    public PublishArguments Publish { get; init; } = PublishArguments.None;

    /// <summary>Connect once before any load.</summary>
    public bool Check { get; init; } = true;
}
