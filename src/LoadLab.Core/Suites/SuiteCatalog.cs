using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>The suites of a directory.</summary>
/// <param name="directory">Where the .yaml files stand.</param>
public sealed class SuiteCatalog(string directory)
{
    /// <summary>Names of the suites, sorted: the names of their files.</summary>
    public IReadOnlyList<string> Names => NamedFiles.List(directory);

    /// <summary>True when it is the path of a file and no name.</summary>
    public static bool IsPath(string nameOrPath) => NamedFiles.IsPath(nameOrPath);

    /// <summary>The path of a suite, given by name or by the path of a .yaml file.</summary>
    /// <exception cref="LoadLabException">There is none (104); with the nearest names and the list.</exception>
    public string PathOf(string nameOrPath) => NamedFiles.Find(directory, nameOrPath, "suite");

    /// <summary>Reads a suite, given by name or by the path of a .yaml file.</summary>
    /// <exception cref="LoadLabException">There is none, or it is not YAML (104).</exception>
    public SuiteFile Load(string nameOrPath) => SuiteFile.Load(PathOf(nameOrPath));
}
