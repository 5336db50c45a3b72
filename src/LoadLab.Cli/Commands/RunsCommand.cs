using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab runs …</c>: what can be done with the runs that were made.</summary>
internal static class RunsCommand
{
    public static Command Create(CliConsole console, StoredRuns stored, RunOutput reports)
    {
        var command = new Command("runs", "List the runs that were made, show, approve, label, export or delete some, or merge shards.")
        {
            RunsListCommand.Create(console, stored),
            Show(stored, reports),
            RunsMergeCommand.Create(stored, reports),
            RunsApproveCommand.Create(stored, reports),
            RunsKeepCommands.Label(console, stored),
            RunsKeepCommands.Export(console, stored),
            RunsKeepCommands.Remove(console, stored),
            RunsSchemaCommand.Create(console),
        };
        HelpExamples.Install(command, ["loadlab runs list --suite smoke", "loadlab runs show latest", "loadlab runs label latest commit=1a2b3c4", "loadlab runs merge RUN RUN"]);
        return command;
    }

    private static Command Show(StoredRuns stored, RunOutput reports)
    {
        var reference = new Argument<string>("run") { Description = "A run's name, its unambiguous beginning or end, or 'latest'." };
        var json = CommonOptions.Json("the run document");
        var output = CommonOptions.Out();
        var command = new Command("show", "Show the verdicts of a run.") { reference, json, output };
        UsageFaults.RefuseOptions(reference, command);
        HelpExamples.Install(command, ["loadlab runs show latest", "loadlab runs show 20261123T083000Z-capacity-4f2a --json"]);
        command.SetAction(async (parsed, _) =>
        {
            var run = stored.Open(parsed.GetValue(output)).Read(parsed.GetRequiredValue(reference));
            var evaluation = run.Evaluation ?? stored.Judge(run.Record);
            await reports.PrintAsync(run.Record, evaluation, run.Directory, parsed.GetValue(json)).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
