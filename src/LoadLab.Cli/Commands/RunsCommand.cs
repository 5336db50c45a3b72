using System.CommandLine;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab runs …</c>: what can be done with the runs that were made.</summary>
internal static class RunsCommand
{
    public static Command Create(CliParts parts)
    {
        var command = new Command("runs", "List the runs that were made, show, approve, label, export or delete some, or merge shards.")
        {
            RunsListCommand.Create(parts),
            Show(parts),
            RunsMergeCommand.Create(parts),
            RunsApproveCommand.Create(parts),
            RunsKeepCommands.Label(parts),
            RunsKeepCommands.Export(parts),
            RunsKeepCommands.Remove(parts),
            RunsSchemaCommand.Create(parts),
        };
        HelpExamples.Install(command, ["loadlab runs list --suite smoke", "loadlab runs show latest", "loadlab runs label latest commit=1a2b3c4", "loadlab runs merge RUN RUN"]);
        return command;
    }

    private static Command Show(CliParts parts)
    {
        var reference = new Argument<string>("run") { Description = "A run's name, its unambiguous beginning or end, or 'latest'." };
        var json = CommonOptions.Json("the run document");
        var output = CommonOptions.Out();
        var command = new Command("show", "Show the verdicts of a run.") { reference, json, output };
        UsageFaults.RefuseOptions(reference, command);
        HelpExamples.Install(command, ["loadlab runs show latest", "loadlab runs show 20261123T083000Z-capacity-4f2a --json"]);
        command.SetAction(async (parsed, _) =>
        {
            var run = new RunStore(parsed.GetValue(output) ?? parts.Results).Read(parsed.GetRequiredValue(reference));
            var evaluation = run.Evaluation ?? parts.Judge(run.Record, null);
            if (parsed.GetValue(json))
            {
                await ReportOutput.WriteDocumentAsync(run.Record, evaluation, parts).ConfigureAwait(false);
            }
            else
            {
                parts.ShowVerdicts(run.Record, evaluation, run.Directory);
            }

            return 0;
        });
        return command;
    }
}
