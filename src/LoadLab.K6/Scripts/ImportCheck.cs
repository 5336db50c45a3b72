using LoadLab.Core;

namespace LoadLab.K6.Scripts;

/// <summary>Follows all imports of a script before anything of it runs, and says at once what cannot be imported.</summary>
internal static class ImportCheck
{
    /// <exception cref="LoadLabException">A file is no JavaScript, or an import leads nowhere (104); with every fault.</exception>
    public static void Check(ScriptFiles files)
    {
        var faults = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Visit(files, files.Main, seen, faults);
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started. scenarios/docs/k6-script-reference.md lists what k6 scripts may use here.");
        }
    }

    private static void Visit(ScriptFiles files, string path, HashSet<string> seen, List<string> faults)
    {
        if (!seen.Add(path))
        {
            return;
        }

        var module = files.Module(path);
        foreach (var (specifier, line) in module.Imports)
        {
            var target = files.Resolve(specifier, path);
            var refused = files.Copies.ContainsKey(specifier) ? null : KnownModules.Refuse(specifier);
            if (refused is null && !KnownModules.All.Contains(specifier))
            {
                refused = !File.Exists(target) ? $"there is no file '{target}'." : files.RefuseOutside(target);
            }

            if (refused is not null)
            {
                faults.Add($"{ScriptFaults.At(files.Shown(path), module.Source, line)}\n  '{specifier}' cannot be imported: {refused}");
            }
            else if (KnownModules.All.Contains(specifier))
            {
                files.Used.Add(specifier);
            }
            else
            {
                Visit(files, target, seen, faults);
            }
        }
    }
}
