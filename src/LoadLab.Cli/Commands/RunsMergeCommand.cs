using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Core.Running;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab runs merge RUN RUN …</c>: the shards of one plan as one run, judged like any other.</summary>
internal static class RunsMergeCommand
{
    public static Command Create(StoredRuns stored, RunOutput reports)
    {
        var references = new Argument<string[]>("runs") { Description = "All shards of one plan: names of runs, or their unambiguous beginnings or ends.", Arity = ArgumentArity.OneOrMore };
        var json = CommonOptions.Json("the merged run's document");
        var output = CommonOptions.Out();
        var command = new Command("merge", "Put the shards of one plan together as one run, and judge it.") { references, json, output };
        UsageFaults.RefuseOptions(references, command);
        HelpExamples.Install(command, ["loadlab runs merge 20261123T083000Z-capacity-4f2a 20261123T083000Z-capacity-91bc", "loadlab runs merge 4f2a 91bc --json | jq .decision"]);
        command.SetAction(async (parsed, _) =>
        {
            var store = stored.Open(parsed.GetValue(output));
            var names = parsed.GetRequiredValue(references).Select(store.Resolve).DistinctBy(store.IdOf).ToList();
            var shards = names.Select(name => stored.ReadRun(store, name).Record).Select(record => (record, stored.Judge(record).Validity)).ToList();
            var merged = ShardMerge.Merge(RunId.New(TimeProvider.System.GetUtcNow(), shards[0].record.Plan.Suite), shards);
            var run = store.Keep(merged, stored.Judge(merged));
            var report = await reports.WriteReportsAsync(new JudgedRun(run.Record, run.Evaluation!), run.Directory).ConfigureAwait(false);
            await reports.PrintAsync(run.Record, run.Evaluation!, report, parsed.GetValue(json)).ConfigureAwait(false);
            return (int)run.Evaluation!.ExitCode;
        });
        return command;
    }
}
