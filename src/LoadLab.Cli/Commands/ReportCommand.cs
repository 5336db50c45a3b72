using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Core;
using LoadLab.Core.Production;
using LoadLab.Core.Running;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab report RUN</c>: writes the reports of a run from what is on disk.</summary>
internal static class ReportCommand
{
    public static Command Create(CliConsole console, RunFolders folders, StoredRuns stored, RunOutput reports, ICatalogues catalogues, IReadOnlyList<ITextReport<ComplianceReport>> compliance)
    {
        var reference = new Argument<string>("run") { Description = "A run's name, its unambiguous beginning or end, or 'latest'." };
        var catalogue = new Option<string?>("--catalogue")
        {
            Description = "Judge anew by this catalogue: a name or the path of a .yaml file. Default: keep the judgement that was made.",
            HelpName = "NAME",
        };
        var json = CommonOptions.Json("the run document");
        var output = CommonOptions.Out();
        var command = new Command("report", "Write the reports of a run again, from what is on disk; or with 'slo' report how a period kept the SLAs and SLOs.")
        {
            reference, catalogue, json, output, ReportSloCommand.Create(console, folders, catalogues, compliance),
        };
        UsageFaults.RefuseOptions(reference, command);
        HelpExamples.Install(command, ["loadlab report latest", "loadlab report latest --catalogue scenarios/catalogue/lms.yaml", "loadlab report slo --month 2026-10"]);
        command.SetAction(async (parsed, _) =>
        {
            var store = stored.Open(parsed.GetValue(output));
            var run = stored.ReadRun(store, parsed.GetRequiredValue(reference));
            var asked = parsed.GetValue(catalogue);
            if (run.Evaluation is null || asked is not null)
            {
                run = run.JudgedAgain(stored.Judge(run.Record, asked));
                Save(store, run, console);
            }

            var report = await reports.WriteReportsAsync(new JudgedRun(run.Record, run.Evaluation!), run.Directory).ConfigureAwait(false);
            await reports.PrintAsync(run.Record, run.Evaluation!, report, parsed.GetValue(json)).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    /// <summary>A run on a disk that cannot be written can be read all the same: its figures are shown, and what is missing is told.</summary>
    private static void Save(RunStore store, StoredRun run, CliConsole console)
    {
        try
        {
            store.Save(run);
        }
        catch (LoadLabException fault)
        {
            console.NotWritten(fault.ExitCode);
            FaultOutput.Write(fault, isJson: false, console);
        }
    }
}
