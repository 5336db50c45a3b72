using System.CommandLine;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Store;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab baseline set RUN</c> and <c>loadlab baseline show</c>: the run that a suite is held to.</summary>
internal static class BaselineCommand
{
    public static Command Create(CliParts parts)
    {
        var command = new Command("baseline", "Set or show the run that a suite is held to.") { Set(parts), Show(parts) };
        HelpExamples.Install(command, ["loadlab baseline set latest", "loadlab baseline show", "loadlab compare baseline:smoke latest"]);
        return command;
    }

    private static Command Set(CliParts parts)
    {
        var run = new Argument<string>("run") { Description = $"One complete, valid run: {RunReferences.Words}." };
        var json = CommonOptions.Json("the baseline");
        var output = CommonOptions.Out();
        var command = new Command("set", "Make a run the baseline of its suite: a small file baselines/SUITE.json to review and to commit.") { run, json, output };
        UsageFaults.RefuseOptions(run, command);
        HelpExamples.Install(command, ["loadlab baseline set latest", "loadlab baseline set 20261123T083000Z-capacity-4f2a"]);
        command.SetAction(parsed =>
        {
            var store = new RunStore(parsed.GetValue(output) ?? parts.Results);
            var reference = parsed.GetRequiredValue(run);
            var found = RunReferences.Resolve(store, reference);
            if (found.Count != 1 || found[0].Store.Root != store.Root)
            {
                throw new LoadLabException(
                    ExitCode.BadConfiguration,
                    found.Count != 1 ? $"'{reference}' means {found.Count} runs; one is needed." : $"Run '{found[0].RunId}' is not in '{store.Root}'.",
                    "List all with: loadlab runs list");
            }

            var baselines = new BaselineStore(store);
            var baseline = baselines.Set(References.Of(store.Read(found[0].RunId), parts));
            parts.Error.WriteLine($"Baseline of suite '{baseline.Suite}': {baselines.PathOf(baseline.Suite)}");
            parts.Out.WriteLine(parsed.GetValue(json) ? BaselineStore.ToJson(baseline) : string.Join(Environment.NewLine, Lines(baseline)));
        });
        return command;
    }

    private static Command Show(CliParts parts)
    {
        var suite = new Argument<string?>("suite") { Description = "Name of the suite. Default: all that have one.", Arity = ArgumentArity.ZeroOrOne };
        var json = CommonOptions.Json("the baselines");
        var output = CommonOptions.Out();
        var command = new Command("show", "Show baselines.") { suite, json, output };
        UsageFaults.RefuseOptions(suite, command);
        HelpExamples.Install(command, ["loadlab baseline show", "loadlab baseline show smoke --json | jq -r '.baselines[0].runId'"]);
        command.SetAction(parsed =>
        {
            var all = new BaselineStore(new RunStore(parsed.GetValue(output) ?? parts.Results)).List();
            var name = parsed.GetValue(suite);
            var shown = all.Where(baseline => name is null || baseline.Suite == name).ToList();
            if (name is not null && shown.Count == 0)
            {
                throw new LoadLabException(
                    ExitCode.BadConfiguration,
                    $"Suite '{name}' has no baseline.{NearestName.Sentence(name, all.Select(baseline => baseline.Suite))}",
                    "Set one with: loadlab baseline set RUN");
            }

            if (parsed.GetValue(json))
            {
                parts.Out.WriteLine(JsonText.Object(document =>
                {
                    document.WriteNumber("schemaVersion", 1);
                    document.WriteStartArray("baselines");
                    shown.ForEach(baseline => document.WriteRawValue(BaselineStore.ToJson(baseline)));
                    document.WriteEndArray();
                }));
                return;
            }

            parts.Out.WriteLine(shown.Count == 0 ? "There is no baseline. Set one with: loadlab baseline set RUN" : string.Join(Environment.NewLine, shown.SelectMany(Lines)));
        });
        return command;
    }

    private static IEnumerable<string> Lines(Baseline baseline)
    {
        var labels = string.Concat(baseline.Labels.Select(label => $", {label.Key} {label.Value}"));
        yield return $"{baseline.Suite}: {baseline.RunId}{labels}";
        var rows = new List<string[]> { new[] { "  PHASE", "P50", "P95", "P99", "REQUESTS", "ERRORS" } };
        rows.AddRange(baseline.Figures.Select(phase => new[]
        {
            "  " + phase.Phase,
            Units.Milliseconds(phase.P50Ms),
            Units.Milliseconds(phase.P95Ms),
            Units.Milliseconds(phase.P99Ms),
            Units.Rate(phase.RequestsPerSecond),
            Units.Percent(phase.ErrorRatio),
        }));
        foreach (var line in ColumnText.Lines(rows, 1, 2, 3, 4, 5))
        {
            yield return line;
        }
    }
}
