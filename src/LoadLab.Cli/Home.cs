using LoadLab.Core;

namespace LoadLab.Cli;

/// <summary>Where suites, catalogues and scenario assemblies lie.</summary>
internal static class Home
{
    /// <summary>Set by the launcher; else found upwards from this program.</summary>
    public const string Variable = "LOADLAB_HOME";

    private const string Mark = "LoadLab.sln";

    /// <summary>The directory that holds <c>scenarios</c>.</summary>
    /// <exception cref="LoadLabException">There is none (104).</exception>
    public static string Find(string? given, string start)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return Path.GetFullPath(given);
        }

        for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, Mark)))
            {
                return at.FullName;
            }
        }

        throw new LoadLabException(
            ExitCode.BadConfiguration,
            $"No {Mark} above '{start}': suites and catalogues cannot be found.",
            $"Use the launcher ./loadlab, or set {Variable} to the directory that holds 'scenarios'.");
    }
}
