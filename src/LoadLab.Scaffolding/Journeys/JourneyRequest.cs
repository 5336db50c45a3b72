using System.Collections.Immutable;

namespace LoadLab.Scaffolding.Journeys;

/// <summary>One request of a journey. Its texts may have <see cref="Place"/>s.</summary>
internal sealed record JourneyRequest
{
    /// <summary>The row of the report, in words: <c>get_users_by_id</c>. Requests of one kind share it.</summary>
    public required string Step { get; init; }

    /// <summary>The method, in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query, encoded as they are sent.</summary>
    public required string Url { get; init; }

    /// <summary>Headers, without those that the client sets by itself.</summary>
    public ImmutableArray<Field> Headers { get; init; } = [];

    /// <summary>Null for none.</summary>
    public RequestBody? Body { get; init; }

    /// <summary>What later requests need of its answer.</summary>
    public ImmutableArray<Take> Takes { get; init; } = [];

    /// <summary>How long the user thinks before it.</summary>
    public TimeSpan Think { get; init; }

    /// <summary>The folder or page that it belongs to; null for none.</summary>
    public string? Group { get; init; }
}

/// <summary>A name and its text: a header, or a field of a form.</summary>
internal readonly record struct Field(string Name, string Value);
