namespace LoadLab.Scaffolding.Journeys;

/// <summary>A value that a place stands for.</summary>
/// <param name="Name">In camel case: the name of the variable, or of the setting.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Text">The value of a setting; null for a secret and for what comes from an answer.</param>
/// <param name="Why">What it is, for the README: <c>the header X-Api-Key</c>.</param>
internal sealed record JourneyValue(string Name, ValueKind Kind, string? Text, string Why)
{
    /// <summary>True for a number of JSON.</summary>
    public bool IsNumber { get; init; }
}

/// <summary>Where a value comes from.</summary>
internal enum ValueKind
{
    /// <summary>From an earlier answer of the same iteration.</summary>
    Answer,

    /// <summary>From the suite's settings, in plain text.</summary>
    Setting,

    /// <summary>From the environment, by way of the suite's settings. Its value is kept nowhere.</summary>
    Secret,
}
