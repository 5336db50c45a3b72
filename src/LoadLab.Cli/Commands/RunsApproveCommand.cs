using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab runs approve RUN</c>: records who approved a change although SLOs are violated.</summary>
internal static class RunsApproveCommand
{
    public static Command Create(StoredRuns stored, RunOutput reports)
    {
        var run = new Argument<string>("run") { Description = $"One run: {RunReferences.Words}." };
        var by = new Option<string>("--by") { Description = "Who approves it.", HelpName = "NAME", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why, or the ticket.", HelpName = "TEXT", Required = true };
        var json = CommonOptions.Json("the run document");
        var output = CommonOptions.Out();
        var command = new Command("approve", "Record an approval of a run that was made for a change that takes one (--change emergency-change). An invalid or interrupted run cannot be approved.")
        {
            run, by, reason, json, output,
        };
        UsageFaults.RefuseOptions(run, command);
        HelpExamples.Install(command, ["loadlab runs approve latest --by 'Ada Lovelace' --reason 'INC-4711: login is down'"]);
        command.SetAction(async (parsed, _) =>
        {
            var (name, why) = (parsed.GetRequiredValue(by).Trim(), parsed.GetRequiredValue(reason).Trim());
            if (name.Length == 0 || why.Length == 0)
            {
                throw new LoadLabException(ExitCode.BadConfiguration, "An approval needs a name and a reason, and neither is empty.");
            }

            var (store, runId) = stored.One(parsed.GetValue(output), parsed.GetRequiredValue(run));
            var approved = RunApproval.Approve(store, runId, new Approval(name, why, TimeProvider.System.GetUtcNow()));
            var report = await reports.WriteReportsAsync(new JudgedRun(approved.Record, approved.Evaluation!), approved.Directory).ConfigureAwait(false);
            await reports.PrintAsync(approved.Record, approved.Evaluation!, report, parsed.GetValue(json)).ConfigureAwait(false);
            return (int)approved.Evaluation!.ExitCode;
        });
        return command;
    }
}
