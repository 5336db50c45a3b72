using System.Reflection;

namespace LoadLab.Cli;

/// <summary>Writes the example that comes with the program as a project of its own: it refers to the package of the Sdk instead of to its source.</summary>
internal static class ExampleProject
{
    private static readonly string[] Folders = ["suites", "catalogue", "Lms.Scenarios"];
    private static readonly string[] Kinds = [".yaml", ".json", ".cs"];
    private static readonly string[] Left = ["bin", "obj"];

    /// <summary>Version of the packages that belong to this program.</summary>
    public static string Version { get; } =
        typeof(ExampleProject).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Copies it.</summary>
    /// <param name="source">A folder with <c>suites</c>, <c>catalogue</c> and <c>Lms.Scenarios</c>.</param>
    /// <param name="target">The root of the project that is made.</param>
    /// <returns>The number of files.</returns>
    public static int Write(string source, string target)
    {
        var files = Folders.SelectMany(folder => Files(Path.Combine(source, folder))).Select(file => Path.GetRelativePath(source, file)).ToList();
        foreach (var file in files)
        {
            var path = Path.Combine(target, Home.ScenariosFolder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(Path.Combine(source, file), path);
        }

        var own = new Dictionary<string, string>
        {
            [Home.ProjectFile] = "# Marks the root of a LoadLab project: scenarios/ holds its suites, catalogues and scenarios, results/ its runs.\n# Nothing in this file is read.\n",
            [Path.Combine(".config", "dotnet-tools.json")] = $$"""
                {
                  "version": 1,
                  "isRoot": true,
                  "tools": {
                    "loadlab": {
                      "version": "{{Version}}",
                      "commands": ["loadlab"]
                    }
                  }
                }

                """,
            [".gitignore"] = "bin/\nobj/\nresults/\n.env\n",
            [Path.Combine(Home.ScenariosFolder, "Lms.Scenarios", "Lms.Scenarios.csproj")] = $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <IsPackable>false</IsPackable>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="LoadLab.Sdk" Version="{Version}" />
                  </ItemGroup>
                </Project>

                """,
        };
        foreach (var (file, text) in own)
        {
            var path = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        return files.Count + own.Count;
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Kinds.Contains(Path.GetExtension(file)) && Path.GetFileName(file) != "packages.lock.json")
        .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(Left.Contains))
        .Order(StringComparer.Ordinal);
}
