using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab runs label</c>, <c>export</c> and <c>rm</c>.</summary>
internal static class RunsKeepCommands
{
    public static Command Label(CliConsole console, StoredRuns stored)
    {
        var run = new Argument<string>("run") { Description = $"One run: {RunReferences.Words}." };
        var labels = new Argument<string[]>("labels") { Description = "key=value. An empty value takes the label away.", Arity = ArgumentArity.OneOrMore };
        var output = CommonOptions.Out();
        labels.Validators.Add(result =>
        {
            foreach (var text in result.Tokens.Select(token => token.Value).Where(text => !text.StartsWith('-') && text.IndexOf('=', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"'{text}' is not key=value. Write for example commit=1a2b3c4");
            }
        });
        var command = new Command("label", "Give a run labels. Nothing else of it changes.") { run, labels, output };
        UsageFaults.RefuseOptions(run, command);
        UsageFaults.RefuseOptions(labels, command);
        HelpExamples.Install(command, ["loadlab runs label latest commit=1a2b3c4 branch=main", "loadlab runs label 4f2a branch="]);
        command.SetAction(parsed =>
        {
            var (store, runId) = stored.One(parsed.GetValue(output), parsed.GetRequiredValue(run));
            var pairs = parsed.GetRequiredValue(labels).Select(text => text.Split('=', 2)).Select(pair => new KeyValuePair<string, string>(pair[0].Trim(), pair[1].Trim()));
            var now = RunArchive.Label(store, runId, CommonOptions.ToDictionary(pairs));
            console.Out.WriteLine($"{runId}: {(now.Count == 0 ? "no labels" : string.Join(' ', now.Select(label => $"{label.Key}={label.Value}")))}");
        });
        return command;
    }

    public static Command Export(CliConsole console, StoredRuns stored)
    {
        var run = new Argument<string>("run") { Description = $"One run: {RunReferences.Words}." };
        var to = new Option<string?>("--to") { Description = "The file. Default: RUN.zip here.", HelpName = "FILE" };
        var output = CommonOptions.Out();
        var command = new Command("export", "Write a run with all its files as one zip file. Unzipped into a directory of runs it is a run again.") { run, to, output };
        UsageFaults.RefuseOptions(run, command);
        HelpExamples.Install(command, ["loadlab runs export latest", "loadlab runs export 4f2a --to shared/before.zip"]);
        command.SetAction(parsed =>
        {
            var (store, runId) = stored.One(parsed.GetValue(output), parsed.GetRequiredValue(run));
            var file = Path.GetFullPath(parsed.GetValue(to) ?? runId + ".zip");
            RunArchive.Export(store, runId, file);
            console.Out.WriteLine(file);
        });
        return command;
    }

    public static Command Remove(CliConsole console, StoredRuns stored)
    {
        var runs = new Argument<string[]>("runs") { Description = $"Runs: {RunReferences.Words}.", Arity = ArgumentArity.OneOrMore };
        var force = new Option<bool>("--force") { Description = "Baselines and unfinished runs, too." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say which runs would be deleted." };
        var output = CommonOptions.Out();
        var command = new Command("rm", "Delete runs with all their files, without asking for confirmation.") { runs, force, dryRun, output };
        UsageFaults.RefuseOptions(runs, command);
        HelpExamples.Install(command, ["loadlab runs rm latest", "loadlab runs rm '20261101*' --dry-run"]);
        command.SetAction(parsed =>
        {
            var store = stored.Open(parsed.GetValue(output));
            var found = RunReferences.Resolve(store, string.Join(',', parsed.GetRequiredValue(runs)));
            var isDry = parsed.GetValue(dryRun);
            foreach (var group in found.GroupBy(run => run.Store.Root))
            {
                var names = group.Select(run => run.RunId).ToList();
                if (!isDry)
                {
                    RunArchive.Remove(group.First().Store, names, parsed.GetValue(force));
                }

                names.ForEach(name => console.Out.WriteLine((isDry ? "would delete " : "deleted ") + name));
            }
        });
        return command;
    }
}
