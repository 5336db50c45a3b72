using LoadLab.Core;
using LoadLab.Core.Text;
using LoadLab.K6;

namespace LoadLab.Cli;

/// <summary>Finds the files that a suite or script depends on: itself, and what lies beside its assembly or its script.</summary>
internal sealed class WatchedFiles(ScenarioFiles files)
{
    private static readonly string[] s_endings = [".dll", ".js", ".mjs", ".ts", ".json", ".csv", ".yaml", ".yml", ".env"];
    private static readonly string[] s_passedOver = ["results", "node_modules", "bin", "obj"];

    /// <summary>Each file with its time and length.</summary>
    public IReadOnlyDictionary<string, string> Of(string suite)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (folder, isDeep) in Folders(suite).Distinct())
        {
            Add(folder, isDeep, found);
        }

        return found;
    }

    private IEnumerable<(string Folder, bool IsDeep)> Folders(string suite)
    {
        if (K6Script.IsScript(suite))
        {
            return [(Path.GetDirectoryName(Path.GetFullPath(suite))!, true)];
        }

        try
        {
            var read = files.ReadSuite(suite);
            var scenarios = read.Written("scenarios") is { } written && !VariableText.Has(written) ? written : "";
            return K6Script.IsScript(scenarios) ? [(read.Folder, true), (Path.GetDirectoryName(Path.GetFullPath(scenarios, read.Folder))!, true)]
                : scenarios.Length > 0 ? [(read.Folder, false), (Path.GetDirectoryName(files.FindAssembly(scenarios, read.Folder))!, false)] : [(read.Folder, false)];
        }
        catch (LoadLabException) when (File.Exists(suite))
        {
            // It is told by the run itself; when the file is mended, it runs again.
            return [(Path.GetDirectoryName(Path.GetFullPath(suite))!, false)];
        }
    }

    private static void Add(string folder, bool isDeep, SortedDictionary<string, string> found)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(file => s_endings.Contains(file.Extension, StringComparer.OrdinalIgnoreCase)))
        {
            found[file.FullName] = FormattableString.Invariant($"{file.LastWriteTimeUtc.Ticks} {file.Length}");
        }

        foreach (var inner in isDeep ? Directory.EnumerateDirectories(folder).Where(inner => !s_passedOver.Contains(Path.GetFileName(inner)) && !Path.GetFileName(inner).StartsWith('.')) : [])
        {
            Add(inner, isDeep, found);
        }
    }
}
