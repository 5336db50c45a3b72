using LoadLab.Core;
using LoadLab.Monitoring.Documents;

namespace LoadLab.Monitoring;

/// <summary>The directory of an export. Only files that carry the mark of the exports are ever called left over, and none is deleted.</summary>
public sealed class ExportFolder(string directory)
{
    private const int HeadChars = 2000;

    /// <summary>Writes the files. Tells of those that an earlier export made and this one does not.</summary>
    /// <exception cref="LoadLabException">It cannot be written (104).</exception>
    public IReadOnlyList<string> Write(IReadOnlyList<ExportedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        try
        {
            foreach (var file in files)
            {
                var path = Path.Combine(directory, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file.Text);
            }

            return LeftOver(files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"The export cannot be written to '{directory}': {fault.Message}", "Give another directory with -o DIR.", fault);
        }
    }

    /// <summary>How the directory differs from the files, one line each; empty when it does not.</summary>
    /// <exception cref="LoadLabException">It cannot be read (104).</exception>
    public IReadOnlyList<string> Compare(IReadOnlyList<ExportedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        try
        {
            return [.. files.Select(Difference).OfType<string>(), .. LeftOver(files)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{directory}' cannot be compared: {fault.Message}", inner: fault);
        }
    }

    private string? Difference(ExportedFile file)
    {
        var path = Path.Combine(directory, file.Path);
        if (!File.Exists(path))
        {
            return $"{path}: is missing.";
        }

        var (now, wanted) = (File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n'), file.Text.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(now.Length, wanted.Length)).FirstOrDefault(i => now.ElementAtOrDefault(i) != wanted.ElementAtOrDefault(i), -1);
        return line < 0 ? null : $"{path}:{line + 1}: has '{now.ElementAtOrDefault(line)?.Trim() ?? "(end)"}', and the catalogue gives '{wanted.ElementAtOrDefault(line)?.Trim() ?? "(end)"}'.";
    }

    private List<string> LeftOver(IReadOnlyList<ExportedFile> files)
    {
        if (!Directory.Exists(directory))
        {
            return [];
        }

        var made = files.Select(file => Path.GetFullPath(Path.Combine(directory, file.Path))).ToHashSet(StringComparer.Ordinal);
        var kinds = files.Select(file => Path.GetExtension(file.Path)).ToHashSet(StringComparer.Ordinal);
        var mark = files.Select(file => Mark(file.Text)).FirstOrDefault(found => found.Length > 0) ?? GeneratedMark.Text;
        return
        [
            .. Directory.EnumerateFiles(directory).Select(Path.GetFullPath).Where(path => !made.Contains(path) && kinds.Contains(Path.GetExtension(path)) && Head(path).Contains(mark, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).Select(path => $"{path}: the catalogue no longer gives it. Delete it."),
        ];
    }

    /// <summary>The mark with the export and the catalogue in it: other catalogues may share the directory.</summary>
    private static string Mark(string text)
    {
        var start = text.IndexOf(GeneratedMark.Text, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(". Change the catalogue", start, StringComparison.Ordinal);
        return end < 0 ? "" : text[start..end];
    }

    private static string Head(string path)
    {
        using var reader = new StreamReader(path);
        var head = new char[HeadChars];
        return new string(head, 0, reader.ReadBlock(head));
    }
}
