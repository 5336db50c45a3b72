using System.CommandLine;
using System.Globalization;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab runs list</c>, <c>loadlab runs show RUN</c> and <c>loadlab runs merge RUN RUN …</c>.</summary>
internal static class RunsCommand
{
    public static Command Create(CliParts parts)
    {
        var command = new Command("runs", "List the runs that were made, show one, or merge shards.") { List(parts), Show(parts), RunsMergeCommand.Create(parts) };
        HelpExamples.Install(command, ["loadlab runs list", "loadlab runs show latest", "loadlab runs merge RUN RUN"]);
        return command;
    }

    private static Command List(CliParts parts)
    {
        var json = CommonOptions.Json("the list");
        var output = CommonOptions.Out();
        var command = new Command("list", "One line for each run, the newest first.") { json, output };
        HelpExamples.Install(command, ["loadlab runs list", "loadlab runs list --json | jq -r '.runs[0].runId'"]);
        command.SetAction(parsed =>
        {
            var store = new RunStore(parsed.GetValue(output) ?? parts.Results);
            var runs = store.Summaries().Reverse().ToList();
            if (parsed.GetValue(json))
            {
                WriteJson(runs, parts.Out);
                return;
            }

            if (runs.Count == 0)
            {
                parts.Out.WriteLine($"There is no run in '{store.Root}'. Make one with: loadlab run smoke");
                return;
            }

            var width = runs.Max(run => run.RunId.Length);
            parts.Out.WriteLine($"{"RUN".PadRight(width)}  {"STARTED (UTC)",-19}  {"OUTCOME",-11}  {"VALIDITY",-8}  DECISION");
            foreach (var run in runs)
            {
                var started = run.StartedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "-";
                parts.Out.WriteLine($"{run.RunId.PadRight(width)}  {started,-19}  {run.Outcome,-11}  {run.Validity ?? "-",-8}  {run.Decision ?? "-"}");
            }
        });
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

    private static void WriteJson(IReadOnlyList<RunSummary> runs, TextWriter output)
    {
        output.WriteLine(JsonText.Object(json =>
        {
            json.WriteNumber("schemaVersion", 1);
            json.WriteStartArray("runs");
            foreach (var run in runs)
            {
                json.WriteStartObject();
                json.WriteString("runId", run.RunId);
                json.WriteString("suite", run.Suite);
                json.WriteString("startedAt", run.StartedAt?.ToString("O", CultureInfo.InvariantCulture));
                json.WriteString("outcome", run.Outcome);
                json.WriteString("decision", run.Decision);
                json.WriteString("validity", run.Validity);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
    }
}
