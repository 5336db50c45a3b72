namespace LoadLab.Cli.Parts;

/// <summary>What <c>loadlab new</c> was asked for; null for what was not given.</summary>
internal sealed record ProjectRequest
{
    /// <summary>Name of the project.</summary>
    public string? Name { get; init; }

    /// <summary>Its folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Address of the target.</summary>
    public string? Url { get; init; }

    /// <summary>An OpenAPI document: a path or an address.</summary>
    public string? OpenApi { get; init; }

    /// <summary>True to include operations that change data.</summary>
    public bool Writes { get; init; }

    /// <summary>A HAR recording.</summary>
    public string? Har { get; init; }

    /// <summary>A Postman collection.</summary>
    public string? Postman { get; init; }

    /// <summary>A command line of curl.</summary>
    public string? Curl { get; init; }
}
