using System.CommandLine;
using LoadLab.Core.Running;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab report RUN</c>: writes the reports of a run from what is on disk.</summary>
internal static class ReportCommand
{
    public static Command Create(CliParts parts)
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
            reference, catalogue, json, output, ReportSloCommand.Create(parts),
        };
        UsageFaults.RefuseOptions(reference, command);
        HelpExamples.Install(command, ["loadlab report latest", "loadlab report latest --catalogue scenarios/catalogue/lms.yaml", "loadlab report slo --month 2026-10"]);
        command.SetAction(async (parsed, _) =>
        {
            var store = new RunStore(parsed.GetValue(output) ?? parts.Results);
            var run = store.Read(parsed.GetRequiredValue(reference));
            var asked = parsed.GetValue(catalogue);
            if (run.Evaluation is null || asked is not null)
            {
                run = run with { Evaluation = parts.Judge(run.Record, asked) };
                store.Save(run);
            }

            var report = await ReportOutput.WriteOrThrowAsync(new JudgedRun(run.Record, run.Evaluation!), run.Directory, parts).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                await ReportOutput.WriteDocumentAsync(run.Record, run.Evaluation, parts).ConfigureAwait(false);
            }
            else
            {
                parts.ShowVerdicts(run.Record, run.Evaluation!, report);
            }

            return 0;
        });
        return command;
    }
}
