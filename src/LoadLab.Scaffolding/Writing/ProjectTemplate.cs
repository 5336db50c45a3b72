using System.Reflection;
using LoadLab.Scaffolding.Journeys;

namespace LoadLab.Scaffolding.Writing;

/// <summary>The files of infra/templates/loadlab, which <c>dotnet new loadlab</c> has too, with the names of a project in them.</summary>
internal static class ProjectTemplate
{
    private const string Prefix = "project/";
    private const string Project = "NewProject1";

    /// <summary>The files, by their paths in the project.</summary>
    /// <param name="project">Name of the project, as C# has it.</param>
    /// <param name="version">Version of LoadLab's packages.</param>
    public static SortedDictionary<string, string> Files(string project, string version)
    {
        var assembly = typeof(ProjectTemplate).Assembly;
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            files.Add(Named(resource[Prefix.Length..].Replace('\\', '/'), project, version), Named(Read(assembly, resource), project, version));
        }

        return files;
    }

    private static string Named(string text, string project, string version) => text
        .Replace(Project, project, StringComparison.Ordinal)
        .Replace("new-project-1", Names.Kebab(project), StringComparison.Ordinal)
        .Replace("new_project_1", Names.Snake(project), StringComparison.Ordinal)
        .Replace("LOADLAB-VERSION", version, StringComparison.Ordinal);

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
