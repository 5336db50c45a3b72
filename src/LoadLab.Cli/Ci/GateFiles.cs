using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Gate;

namespace LoadLab.Cli.Ci;

/// <summary>The files that a pipeline asked a gate for.</summary>
internal sealed record GateFiles(IReadOnlyList<ReportFile<GateResult>> Files)
{
    /// <summary>Refuses what cannot be written, before anything takes long.</summary>
    /// <exception cref="LoadLabException">A path cannot be a file (104); with every such one.</exception>
    public void Check()
    {
        var faults = Files.Select(file => (File: file, Why: WhyNot(file.Path))).Where(file => file.Why is not null)
            .Select(file => $"--{file.File.Report.Name} '{file.File.Path}' cannot be written: {file.Why}.").ToList();
        foreach (var same in Files.Where(file => file.Path.Length > 0).GroupBy(file => Path.GetFullPath(file.Path)).Where(same => same.Count() > 1))
        {
            faults.Add($"{string.Join(" and ", same.Select(file => "--" + file.Report.Name))} are the same file '{same.First().Path}'.");
        }

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "Nothing was started.");
        }

        foreach (var file in Files)
        {
            file.Report.Check(file.Path);
        }
    }

    /// <summary>Writes them; what cannot be written is reported.</summary>
    /// <returns>True when all were.</returns>
    public async Task<bool> WriteAsync(GateResult gate, TextWriter error)
    {
        var written = true;
        foreach (var file in Files)
        {
            try
            {
                await file.Report.WriteAsync(gate, file.Path, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                await error.WriteLineAsync($"error: --{file.Report.Name} '{file.Path}' could not be written: {fault.Message}").ConfigureAwait(false);
                written = false;
            }
        }

        return written;
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
