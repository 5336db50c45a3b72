using LoadLab.Core;
using LoadLab.Core.Gate;
using LoadLab.Reporting.JUnit;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Cli.Ci;

/// <summary>The files that a pipeline asked a gate for; null for one that it did not.</summary>
internal sealed record GateFiles(string? JUnit, string? Comment)
{
    /// <summary>Refuses what cannot be written, before anything takes long.</summary>
    /// <exception cref="LoadLabException">A path cannot be a file (104); with every such one.</exception>
    public void Check()
    {
        var faults = new[] { ("--junit", JUnit), ("--comment", Comment) }
            .Where(file => file.Item2 is not null)
            .Select(file => (Option: file.Item1, Path: file.Item2!, Why: WhyNot(file.Item2!)))
            .Where(file => file.Why is not null)
            .Select(file => $"{file.Option} '{file.Path}' cannot be written: {file.Why}.")
            .ToList();
        if (JUnit is { Length: > 0 } && Comment is { Length: > 0 } && Path.GetFullPath(JUnit) == Path.GetFullPath(Comment))
        {
            faults.Add($"--junit and --comment are the same file '{JUnit}'.");
        }

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started.");
        }
    }

    /// <summary>Writes them; what cannot be written is reported.</summary>
    /// <returns>True when all were.</returns>
    public bool Write(GateResult gate, TextWriter error) =>
        Write("--junit", JUnit, () => JUnitText.Of(gate), error) & Write("--comment", Comment, () => GateMarkdown.Comment(gate), error);

    private static bool Write(string option, string? path, Func<string> text, TextWriter error)
    {
        if (path is null)
        {
            return true;
        }

        try
        {
            File.WriteAllText(path, text());
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"error: {option} '{path}' could not be written: {fault.Message}");
            return false;
        }
    }

    /// <summary>Makes the directory; a file that is there stays as it is.</summary>
    private static string? WhyNot(string path)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(path))
            {
                return "the name is empty";
            }

            if (Directory.Exists(path))
            {
                return "it is a directory";
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message.TrimEnd('.');
        }
    }
}
