using LoadLab.K6.Metrics;
using LoadLab.K6.State;

namespace LoadLab.K6.Requests;

/// <summary>A WebSocket as the script asks for it.</summary>
internal sealed record SocketCall
{
    public required Uri Url { get; init; }

    /// <summary>Name of its step: connecting is one.</summary>
    public required string Step { get; init; }

    public string? NameTag { get; init; }

    public IReadOnlyList<string> Protocols { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public SampleTags Tags { get; init; } = SampleTags.None;

    public required CookieStore Jar { get; init; }
}
