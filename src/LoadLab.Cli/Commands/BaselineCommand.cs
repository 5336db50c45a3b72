using System.CommandLine;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Store;
using LoadLab.Core.Text;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab baseline set RUN …</c> and <c>loadlab baseline show</c>: the run, or the runs, that a suite is held to.</summary>
internal static class BaselineCommand
{
    public static Command Create(CliConsole console, StoredRuns stored)
    {
        var command = new Command("baseline", "Set or show the run, or the runs, that a suite is held to.") { Set(console, stored), Show(console, stored) };
        HelpExamples.Install(command, ["loadlab baseline set latest", "loadlab baseline set latest -n 5", "loadlab baseline show", "loadlab compare baseline:smoke latest"]);
        return command;
    }

    private static Command Set(CliConsole console, StoredRuns stored)
    {
        var runs = new Argument<string[]>("runs") { Description = $"One complete, valid run, or several of one load: {RunReferences.Words}.", Arity = ArgumentArity.OneOrMore };
        var newest = SeriesOptions.Count("With one run: take N runs, that one and the newest before it that have its suite and load. Default: that one run.", least: 1);
        var json = CommonOptions.Json("the baseline");
        var output = CommonOptions.Out();
        var command = new Command("set", "Make a run, or several, the baseline of their suite: a small file baselines/SUITE.json to review and to commit. Several tell what varies from run to run, so that compare and gate see smaller changes of a single run.")
        {
            runs, newest, json, output,
        };
        UsageFaults.RefuseOptions(runs, command);
        HelpExamples.Install(command,
        [
            "loadlab baseline set latest",
            "loadlab baseline set 20261123T083000Z-capacity-4f2a",
            "loadlab baseline set latest -n 5                      # the newest five runs of its suite",
            "loadlab baseline set 4f2a 91bc 77d0 c3e5",
            "loadlab baseline set 'label:commit=1a2b3c4'",
        ]);
        command.SetAction(parsed =>
        {
            var store = stored.Open(parsed.GetValue(output));
            var compared = BaselineRuns.Find(store, parsed.GetRequiredValue(runs), parsed.GetValue(newest), stored);
            var baselines = new BaselineStore(store);
            var baseline = BaselineMaker.Of(compared);
            baselines.Set(baseline);
            console.Error.WriteLine($"Baseline of suite '{baseline.Suite}': {baselines.PathOf(baseline.Suite)}");
            foreach (var note in BaselineMaker.Notes(compared))
            {
                console.Error.WriteLine(note);
            }

            console.Out.WriteLine(parsed.GetValue(json) ? BaselineStore.ToJson(baseline) : string.Join(Environment.NewLine, Lines(baseline)));
        });
        return command;
    }

    private static Command Show(CliConsole console, StoredRuns stored)
    {
        var suite = new Argument<string?>("suite") { Description = "Name of the suite. Default: all that have one.", Arity = ArgumentArity.ZeroOrOne };
        var json = CommonOptions.Json("the baselines");
        var output = CommonOptions.Out();
        var command = new Command("show", "Show baselines.") { suite, json, output };
        UsageFaults.RefuseOptions(suite, command);
        HelpExamples.Install(command, ["loadlab baseline show", "loadlab baseline show smoke --json | jq -r '.baselines[0].runId'"]);
        command.SetAction(parsed =>
        {
            var all = new BaselineStore(stored.Open(parsed.GetValue(output))).List();
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
                console.Out.WriteLine(JsonText.Of(new BaselinesDocument(1, [.. shown.Select(baseline => new BaselinesDocument.KeptBaseline(baseline))]), JsonText.Context.BaselinesDocument));
                return;
            }

            console.Out.WriteLine(shown.Count == 0 ? "There is no baseline. Set one with: loadlab baseline set RUN" : string.Join(Environment.NewLine, shown.SelectMany(Lines)));
        });
        return command;
    }

    private static IEnumerable<string> Lines(Baseline baseline)
    {
        var labels = string.Concat(baseline.Labels.Select(label => $", {label.Key} {label.Value}"));
        yield return baseline.Runs is { } several
            ? $"{baseline.Suite}: {several.Count} runs, the newest {baseline.RunId}{labels}; medians, and the lowest and highest run"
            : $"{baseline.Suite}: {baseline.RunId}{labels}";
        var rows = new List<string[]> { new[] { "  PHASE", "P50", "P95", "P99", "REQUESTS", "ERRORS" } };
        foreach (var phase in baseline.Figures)
        {
            rows.Add(Row(phase.Phase, figure => figure(phase)));
            if (baseline.Runs is { } runs)
            {
                var own = runs.SelectMany(run => run.Figures.Where(figures => figures.Phase == phase.Phase)).ToList();
                rows.Add(Row("  lowest", own.Min));
                rows.Add(Row("  highest", own.Max));
            }
        }

        foreach (var line in ColumnText.Lines(rows, 1, 2, 3, 4, 5))
        {
            yield return line;
        }
    }

    private static string[] Row(string name, Func<Func<BaselineFigures, double?>, double?> of) =>
    [
        "  " + name,
        Units.Milliseconds(of(phase => phase.P50Ms) ?? double.NaN),
        Units.Milliseconds(of(phase => phase.P95Ms) ?? double.NaN),
        Units.Milliseconds(of(phase => phase.P99Ms) ?? double.NaN),
        Units.Rate(of(phase => phase.RequestsPerSecond) ?? double.NaN),
        Units.Percent(of(phase => phase.ErrorRatio) ?? double.NaN),
    ];
}
