using LoadLab.Core.Text;

namespace LoadLab.Core.Yaml;

/// <summary>Finds a YAML file by the name of what is in it, or by its path.</summary>
internal static class NamedFiles
{
    /// <summary>Names of the files in <paramref name="directory"/>, sorted.</summary>
    public static IReadOnlyList<string> List(string directory) =>
        Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>The path of <paramref name="name"/>, which is a name or itself a path to a .yaml file.</summary>
    public static string Find(string directory, string name, string what)
    {
        var isPath = name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal);
        var path = isPath ? name : Path.Combine(directory, name + ".yaml");
        var known = List(directory);
        if (isPath ? File.Exists(path) : known.Contains(name))
        {
            return path;
        }

        var listed = known.Count == 0 ? $"{directory} holds none." : $"There are: {string.Join(", ", known)}.";
        throw new LoadLabException(
            ExitCode.BadConfiguration,
            isPath ? $"The {what} file '{name}' does not exist." : $"Unknown {what} '{name}'.{NearestName.Sentence(name, known)} {listed}",
            $"Name one of them, or give the path of a .yaml file.");
    }
}
