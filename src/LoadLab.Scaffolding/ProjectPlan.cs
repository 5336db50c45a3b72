using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding;

/// <summary>A project that is to be written.</summary>
internal sealed record ProjectPlan
{
    /// <summary>The folder; it does not exist yet, or is empty.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of the project, as C# has it.</summary>
    public required string Name { get; init; }

    /// <summary>Version of LoadLab's packages.</summary>
    public required string Version { get; init; }

    /// <summary>What the user does; null for the template's one request.</summary>
    public Journey? Journey { get; init; }

    /// <summary>Address of the target; null for that of the journey, else a default.</summary>
    public Uri? Address { get; init; }

    /// <summary>The folder with the projects of Sdk and Testing, for a checkout that has no packages; null for the packages.</summary>
    public string? Sources { get; init; }
}
