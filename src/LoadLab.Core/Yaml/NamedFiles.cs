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

    /// <summary>True when it is the path of a file and no name.</summary>
    public static bool IsPath(string name) => name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal);

    /// <summary>The path of <paramref name="name"/>, which is a name or itself a path to a .yaml file.</summary>
    public static string Find(string directory, string name, string what)
    {
        var isPath = IsPath(name);
        var path = isPath ? name : Path.Combine(directory, name + ".yaml");
        var known = List(directory);
        if (isPath ? File.Exists(path) : known.Contains(name))
        {
            return path;
        }

        var listed = known.Count == 0 ? $"{directory} holds none." : $"There are: {string.Join(", ", known)}.";
        throw new LoadLabException(
            ExitCode.BadConfiguration,
            isPath ? $"The {what} file '{name}' does not exist.{Nearest(name)}" : $"Unknown {what} '{name}'.{NearestName.Sentence(name, known.Concat(Beside(name)))} {listed}",
            known.Count == 0 && !isPath ? "Give the path of a .yaml file, or make a project: loadlab new --help" : "Name one of them, or give the path of a .yaml file.");
    }

    /// <summary>The nearest files of the folder; where there is none of that name, up to which folder there is one.</summary>
    private static string Nearest(string path)
    {
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        if (!Directory.Exists(folder))
        {
            return $" There is no folder '{folder}'.";
        }

        var near = NearestName.Suggest(Path.GetFileName(path), Files(folder).Select(file => Path.GetFileName(file)!));
        return near.Count == 0 ? "" : " Did you mean " + string.Join(" or ", near.Select(file => $"'{Path.Combine(Path.GetDirectoryName(path) ?? "", file)}'")) + "?";
    }

    /// <summary>What is meant by a path without its ending: <c>./shop/suite</c>, or the folder <c>./shop</c>.</summary>
    private static IEnumerable<string> Beside(string name)
    {
        string[] endings = [".yaml", ".yml"];
        return Directory.Exists(name) && (name.Contains('/', StringComparison.Ordinal) || name is "." or "..")
            ? Files(name).Select(file => file.StartsWith(name, StringComparison.Ordinal) ? file : Path.Combine(name, Path.GetFileName(file)))
            : endings.Select(ending => name + ending).Where(File.Exists);
    }

    private static IEnumerable<string> Files(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(IsPath)];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
