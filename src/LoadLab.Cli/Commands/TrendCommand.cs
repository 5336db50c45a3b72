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
using LoadLab.Core.Trend;
using LoadLab.Reporting.Charts;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab trend SUITE</c>: the history of a suite's measures, where it changed, and when a limit will be crossed.</summary>
internal static class TrendCommand
{
    private const int DefaultLast = 50;

    public static Command Create(CliConsole console, StoredRuns stored)
    {
        var suite = new Argument<string>("suite") { Description = "Name of the suite." };
        var measures = new Option<string[]>("--measure")
        {
            Description = "An SLO of the catalogue, or a figure of every phase: p50, p95, p99, throughput, error-ratio. May be given several times. Default: every SLO that was measured.",
            HelpName = "NAME",
            DefaultValueFactory = _ => [],
        };
        var last = NumberOption.Whole($"Newest runs to take. Default: {DefaultLast}", 2, int.MaxValue, "--last");
        var labels = CommonOptions.Pairs("--label", "Only runs with this label. May be given several times.");
        var chart = new Option<string?>("--chart") { Description = "Draw each measure into this directory, as PNG and as SVG.", HelpName = "DIR" };
        var json = CommonOptions.Json("the trend");
        var output = CommonOptions.Out();
        var command = new Command("trend", "Show how a suite's measures went from run to run, where they changed, and when a limit will be crossed.") { suite, measures, last, labels, chart, json, output };
        UsageFaults.RefuseOptions(suite, command);
        HelpExamples.Install(command,
        [
            "loadlab trend smoke",
            "loadlab trend capacity --measure api-response-p95 --last 100 --chart charts",
            "loadlab trend smoke --measure p95 --measure throughput --label branch=main",
            "loadlab trend smoke --json | jq '.measures[] | {measure, changes}'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var store = stored.Open(parsed.GetValue(output));
            var wanted = parsed.GetValue(measures) ?? [];
            var runs = Read(store, new RunFilter(parsed.GetRequiredValue(suite), CommonOptions.ToDictionary(parsed.GetValue(labels) ?? [])), parsed.GetValue(last) ?? DefaultLast, stored);
            var fit = TrendReader.Fit(runs, out var leftOut);
            if (fit.Count == 0)
            {
                throw new LoadLabException(ExitCode.BadConfiguration, ["None of these runs can be in a trend.", .. leftOut.Select(reason => $"left out: {reason}")], "See: loadlab runs list");
            }

            TellUnsealed(fit, store, console.Error);
            var trend = new SuiteTrend(
                parsed.GetRequiredValue(suite), TrendAnalyser.Analyse(Select(fit, wanted, store, console.Error)), [.. leftOut, .. Unread(store, parsed.GetRequiredValue(suite))]);
            if (parsed.GetValue(json))
            {
                await console.Out.WriteLineAsync(JsonText.Of(TrendDocument.Of(trend), JsonText.Context.TrendDocument)).ConfigureAwait(false);
            }
            else
            {
                foreach (var line in TrendText.Lines(trend))
                {
                    await console.Out.WriteLineAsync(line).ConfigureAwait(false);
                }
            }

            if (parsed.GetValue(chart) is { } directory)
            {
                foreach (var file in TrendChart.Write(trend, directory))
                {
                    await console.Error.WriteLineAsync($"Chart  {file}").ConfigureAwait(false);
                }
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static List<TrendRun> Read(RunStore store, RunFilter filter, int last, StoredRuns stored)
    {
        var all = store.Summaries();
        var names = all.Where(filter.Fits).OrderBy(run => run.StartedAt).ThenBy(run => run.RunId, StringComparer.Ordinal).TakeLast(last).Select(run => run.RunId).ToList();
        if (names.Count == 0)
        {
            var suites = all.Select(run => run.Suite).Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                suites.Contains(filter.Suite!)
                    ? $"No run of suite '{filter.Suite}' in '{store.Root}' has these labels."
                    : $"There is no run of suite '{filter.Suite}' in '{store.Root}'.{NearestName.Sentence(filter.Suite!, suites)}{(suites.Count == 0 ? "" : $" There are runs of: {string.Join(", ", suites)}.")}",
                "List all with: loadlab runs list");
        }

        return [.. names.Select(store.ReadWithoutHistograms).Select(run => new TrendRun(run.Record, run.Evaluation ?? stored.Judge(store.Read(run.Record.RunId).Record)))];
    }

    /// <summary>Runs that would be in it if they could be read: by their name, for nothing else of them counts.</summary>
    private static IEnumerable<string> Unread(RunStore store, string suite) => store.Summaries()
        .Where(run => !run.IsReadable && run.RunId.Contains($"-{RunId.FolderName(suite)}-", StringComparison.Ordinal))
        .Select(run => run.Outcome == RunSummary.Edited
            ? $"Run '{run.RunId}' is not as LoadLab wrote it; see: loadlab report {run.RunId}"
            : $"Run '{run.RunId}' cannot be read; see: loadlab report {run.RunId}");

    /// <summary>And those that nothing proves.</summary>
    private static void TellUnsealed(IReadOnlyList<TrendRun> runs, RunStore store, TextWriter log)
    {
        var names = runs.Select(run => run.Record.RunId).ToHashSet(StringComparer.Ordinal);
        var old = store.Summaries().Count(run => names.Contains(run.RunId) && run is { IsReadable: true, IsSealed: false });
        if (old > 0)
        {
            log.WriteLine($"note: {old} of these {Units.Counted(names.Count, "run")} {(old == 1 ? "is" : "are")} not sealed: an edit of their files would not be seen.");
        }
    }

    private static List<TrendSeries> Select(IReadOnlyList<TrendRun> runs, string[] wanted, RunStore store, TextWriter log)
    {
        var verdicts = TrendReader.Verdicts(runs);
        if (wanted.Length == 0)
        {
            return verdicts.Count > 0
                ? [.. verdicts]
                : throw new LoadLabException(ExitCode.BadConfiguration, "The newest run has no SLO that was measured.", "Ask for a figure: --measure p95");
        }

        var chosen = new List<TrendSeries>();
        var faults = new List<string>();
        var kinds = new List<FigureKind>();
        foreach (var name in wanted.Distinct(StringComparer.Ordinal))
        {
            if (FigureKinds.Of(name) is { } kind)
            {
                kinds.Add(kind);
            }
            else if (verdicts.FirstOrDefault(series => series.Measure == name || series.Limits.Any(limit => limit.Id == name)) is { } series)
            {
                chosen.Add(series);
            }
            else
            {
                var known = FigureKinds.All.Select(one => one.Word()).Concat(verdicts.Select(one => one.Measure)).ToList();
                faults.Add($"Unknown measure '{name}'.{NearestName.Sentence(name, known)} There are: {string.Join(", ", known)}.");
            }
        }

        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, "See: loadlab trend --help");
        }

        if (kinds.Count > 0)
        {
            log.WriteLine($"Reading the histograms of {Units.Counted(runs.Count, "run")}.");
            chosen.AddRange(TrendReader.Figures(runs.Select(run => store.Read(run.Record.RunId).Record), kinds));
        }

        return chosen.Count > 0 ? chosen : throw new LoadLabException(ExitCode.BadConfiguration, "None of these measures has a value in any run.", "See: loadlab runs show latest");
    }
}
