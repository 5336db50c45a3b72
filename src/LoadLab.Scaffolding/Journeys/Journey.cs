using System.Collections.Immutable;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>What one user does: the plan that every source is turned into, and that the C# is written from.</summary>
internal sealed record Journey
{
    /// <summary>What it was made from, such as <c>the OpenAPI document shop.json</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Address of the target; null where the source has none.</summary>
    public Uri? Address { get; init; }

    /// <summary>The requests, in their order.</summary>
    public required ImmutableArray<JourneyRequest> Requests { get; init; }

    /// <summary>What the requests need that is not in them.</summary>
    public ImmutableArray<JourneyValue> Values { get; init; } = [];

    /// <summary>What was left out or guessed, one sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The think times of one iteration together.</summary>
    public TimeSpan Think => Requests.Aggregate(TimeSpan.Zero, (sum, request) => sum + request.Think);
}
