namespace LoadLab.K6.Scripts;

/// <summary>Whether paths lie inside a folder's tree, links followed first.</summary>
internal static class FolderTree
{
    /// <summary>True when a path, from the folder, leads to a place inside it.</summary>
    public static bool Has(string folder, string path)
    {
        var root = Real(Path.GetFullPath(folder));
        return Real(Path.GetFullPath(path, root)).StartsWith(root.EndsWith('/') ? root : root + '/', StringComparison.Ordinal);
    }

    /// <summary>A path without links; what is not there yet is left as it is.</summary>
    public static string Real(string path)
    {
        var at = path;
        var rest = "";
        while (at is not null && !Path.Exists(at))
        {
            rest = Path.Combine(Path.GetFileName(at), rest);
            at = Path.GetDirectoryName(at);
        }

        if (at is null)
        {
            return path;
        }

        var parts = at.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var real = "/";
        foreach (var part in parts)
        {
            real = Path.Combine(real, part);
            if (File.ResolveLinkTarget(real, returnFinalTarget: true) is { } target)
            {
                real = Real(Path.GetFullPath(target.FullName));
            }
        }

        return rest.Length == 0 ? real : Path.Combine(real, rest).TrimEnd('/');
    }
}
