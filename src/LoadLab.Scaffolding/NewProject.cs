using LoadLab.Scaffolding.Journeys;
using LoadLab.Scaffolding.Writing;

namespace LoadLab.Scaffolding;

/// <summary>Writes a project that builds and runs without edits.</summary>
internal static class NewProject
{
    /// <summary>The target when nothing names one.</summary>
    public static readonly Uri DefaultAddress = new("http://127.0.0.1:8080");

    /// <summary>The files of a project, by their paths in it, and those that are bytes.</summary>
    public static (SortedDictionary<string, string> Texts, SortedDictionary<string, byte[]> Bytes) Files(ProjectPlan plan)
    {
        var files = ProjectTemplate.Files(plan.Name, plan.Version);
        var bytes = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var (kebab, scenario) = (Names.Kebab(plan.Name), Names.Snake(plan.Name) + "_user");
        var (code, suite) = ($"scenarios/{plan.Name}/", $"scenarios/suites/{kebab}.yaml");
        var address = plan.Address ?? plan.Journey?.Address ?? DefaultAddress;
        if (plan.Journey is { } source)
        {
            var journey = SecretHider.Hide(HeaderCheck.LeaveOut(source));
            var requests = new RequestsFile(journey);
            files[code + "Requests.cs"] = requests.Write(plan.Name);
            files[$"{code}{plan.Name}User.cs"] = UserFile.Write(journey, plan.Name, scenario);
            if (AnswersFile.Write(journey, plan.Name) is { } answers)
            {
                files[code + "Answers.cs"] = answers;
            }

            files[suite] = SuiteFile.Write(journey, plan.Name, scenario, address);
            files["README.md"] = ReadmeFile.Write(files["README.md"], journey, plan.Name);
            var secrets = journey.Values.Where(value => value.Kind == ValueKind.Secret).Select(value => SuiteFile.Variable(plan.Name, value)).ToList();
            files[".env.example"] += string.Concat(secrets.Select(secret => secret + "=\n"));
            files[".github/workflows/loadlab.yml"] = files[".github/workflows/loadlab.yml"].Replace(
                "      LOADLAB_EXTERNAL_URL: ${{ vars.LOADLAB_EXTERNAL_URL }}\n",
                "      LOADLAB_EXTERNAL_URL: ${{ vars.LOADLAB_EXTERNAL_URL }}\n" + string.Concat(secrets.Select(secret => $"      {secret}: ${{{{ secrets.{secret} }}}}\n")),
                StringComparison.Ordinal);
            foreach (var (name, content) in requests.Files)
            {
                bytes.Add("scenarios/suites/" + name, content);
            }
        }
        else
        {
            files[suite] = files[suite].Replace(DefaultAddress.GetLeftPart(UriPartial.Authority), address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        }

        files[".env.example"] = files[".env.example"].Replace("LOADLAB_EXTERNAL_URL=" + DefaultAddress.GetLeftPart(UriPartial.Authority), "LOADLAB_EXTERNAL_URL=" + address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        if (plan.Sources is { } sources)
        {
            foreach (var (file, package) in new[] { ($"{code}{plan.Name}.csproj", "LoadLab.Sdk"), ($"tests/{plan.Name}.LoadTests/{plan.Name}.LoadTests.csproj", "LoadLab.Testing") })
            {
                files[file] = files[file].Replace($"<PackageReference Include=\"{package}\" Version=\"{plan.Version}\" />", $"<ProjectReference Include=\"{Path.Combine(sources, package, package + ".csproj")}\" />", StringComparison.Ordinal);
            }
        }

        return (files, bytes);
    }

    /// <summary>Writes it: all of it, or nothing.</summary>
    /// <returns>The number of files.</returns>
    public static int Write(ProjectPlan plan)
    {
        var (texts, bytes) = Files(plan);
        var folder = Path.GetFullPath(plan.Folder).TrimEnd(Path.DirectorySeparatorChar);
        var making = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.{Guid.NewGuid():N}")).FullName;
        try
        {
            foreach (var (file, text) in texts)
            {
                File.WriteAllText(Prepare(making, file), text);
            }

            foreach (var (file, content) in bytes)
            {
                File.WriteAllBytes(Prepare(making, file), content);
            }

            Directory.CreateDirectory(folder);
            foreach (var entry in Directory.GetFileSystemEntries(making))
            {
                Directory.Move(entry, Path.Combine(folder, Path.GetFileName(entry)));
            }

            Directory.Delete(making);
        }
        catch
        {
            Directory.Delete(making, recursive: true);
            throw;
        }

        return texts.Count + bytes.Count;
    }

    private static string Prepare(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
