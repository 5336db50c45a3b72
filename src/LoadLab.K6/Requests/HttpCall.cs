using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>A request as the script asks for it.</summary>
internal sealed record HttpCall
{
    public required HttpMethod Method { get; init; }

    public required Uri Url { get; init; }

    /// <summary>Name of its step, and so of its row in the report.</summary>
    public required string Step { get; init; }

    /// <summary>k6's tag <c>name</c>.</summary>
    public required string NameTag { get; init; }

    public byte[]? Body { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public TimeSpan? Timeout { get; init; }

    public int Redirects { get; init; }

    /// <summary>Cookies of this request alone.</summary>
    public IReadOnlyDictionary<string, string> Cookies { get; init; } = new Dictionary<string, string>();

    public ExpectedStatuses? Expected { get; init; }

    /// <summary><c>text</c>, <c>binary</c> or <c>none</c>.</summary>
    public string ResponseType { get; init; } = "text";

    public bool Throw { get; init; }
}
