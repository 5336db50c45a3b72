using LoadLab.K6.Metrics;
using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>A request as the script asks for it.</summary>
internal sealed record HttpCall
{
    public required HttpMethod Method { get; init; }

    public required Uri Url { get; init; }

    /// <summary>Name of its step, and so of its row in the report.</summary>
    public required string Step { get; init; }

    /// <summary>k6's tag <c>name</c>; null for the address.</summary>
    public string? NameTag { get; init; }

    /// <summary>The body as it is sent.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The body before it was compressed.</summary>
    public byte[]? PlainBody { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The tags of its samples: those of the moment that it was asked for.</summary>
    public SampleTags Tags { get; init; } = SampleTags.None;

    public TimeSpan? Timeout { get; init; }

    public int Redirects { get; init; }

    /// <summary>Cookies of this request alone.</summary>
    public IReadOnlyList<OwnCookie> Cookies { get; init; } = [];

    /// <summary>The cookies that go with it, its own and those of the jar.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SentCookies { get; init; } = [];

    /// <summary>The jar that it takes cookies from, and gives those of the answer to.</summary>
    public required CookieStore Jar { get; init; }

    public ExpectedStatuses? Expected { get; init; }

    /// <summary><c>text</c>, <c>binary</c> or <c>none</c>.</summary>
    public string ResponseType { get; init; } = "text";

    public bool Throw { get; init; }

    /// <summary>The thread that waits for the answer, and does nothing else meanwhile: the user's own. 0 where none does.</summary>
    public int WaitingThread { get; init; }

    /// <summary>The first request is answered with a challenge, the second with what it asks for.</summary>
    public bool IsDigest { get; init; }
}
