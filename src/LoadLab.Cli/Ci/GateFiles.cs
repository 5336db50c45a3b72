using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Files;
using LoadLab.Core.Gate;
using LoadLab.Core.Running;

namespace LoadLab.Cli.Ci;

/// <summary>The files that a pipeline asked a gate for.</summary>
internal sealed record GateFiles(IReadOnlyList<ReportFile<GateResult>> Files)
{
    /// <summary>Refuses what cannot be written, before anything takes long.</summary>
    /// <exception cref="LoadLabException">A path cannot be a file (104); with every such one.</exception>
    public void Check()
    {
        var faults = Files.Select(file => (File: file, Why: WholeFile.WhyNot(file.Path))).Where(file => file.Why is not null)
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
            catch (Exception fault) when (DiskFault.Is(fault))
            {
                await error.WriteLineAsync($"error: --{file.Report.Name} '{file.Path}' could not be written: {DiskFault.Explain(fault)}.").ConfigureAwait(false);
                written = false;
            }
        }

        return written;
    }

    /// <summary>Says in each file that there was no decision, in place of what an earlier gate wrote there. What cannot be written is reported.</summary>
    public async Task WriteAsync(GateRefusal refusal, TextWriter error)
    {
        foreach (var file in Files.Where(file => WholeFile.WhyNot(file.Path) is null))
        {
            if (file.Report is not IRefusalReport report)
            {
                File.Delete(file.Path); // It has no words for this, and an earlier decision must not stay.
                continue;
            }

            try
            {
                WholeFile.Write(file.Path, report.Text(refusal));
            }
            catch (Exception fault) when (DiskFault.Is(fault))
            {
                await error.WriteLineAsync($"error: --{file.Report.Name}: {fault.Message}").ConfigureAwait(false);
            }
        }
    }
}
