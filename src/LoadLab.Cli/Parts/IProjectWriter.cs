using LoadLab.Core;

namespace LoadLab.Cli.Parts;

/// <summary>Writes new projects.</summary>
internal interface IProjectWriter
{
    /// <summary>Writes a project and says what it has and what comes next.</summary>
    /// <exception cref="LoadLabException">The request or its source has faults, or the folder is there already (104). Nothing is written.</exception>
    Task<IReadOnlyList<string>> WriteAsync(ProjectRequest request, CancellationToken cancellationToken);

    /// <summary>Writes the example into a folder.</summary>
    /// <returns>The number of files.</returns>
    /// <exception cref="LoadLabException">The folder is there already (104).</exception>
    int CopyExample(string folder);
}
