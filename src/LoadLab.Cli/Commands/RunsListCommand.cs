using System.CommandLine;
using System.Globalization;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Statistics;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab runs list</c>: a line for each run, or for those that are looked for.</summary>
internal static class RunsListCommand
{
    public static Command Create(CliConsole console, StoredRuns stored)
    {
        var suite = new Option<string?>("--suite") { Description = "Only runs of this suite.", HelpName = "NAME" };
        var labels = CommonOptions.Pairs("--label", "Only runs with this label; 'commit' by its beginning. May be given several times.");
        var since = Time("--since", "Only runs begun at this time or later");
        var until = Time("--until", "Only runs begun before this time");
        var json = CommonOptions.Json("the list");
        var output = CommonOptions.Out();
        var command = new Command("list", "One line for each run, the newest first.") { suite, labels, since, until, json, output };
        HelpExamples.Install(command,
        [
            "loadlab runs list",
            "loadlab runs list --suite smoke --label commit=1a2b --since 2026-11-01",
            "loadlab runs list --json | jq -r '.runs[0].runId'",
        ]);
        command.SetAction(parsed =>
        {
            var store = stored.Open(parsed.GetValue(output));
            var filter = new RunFilter(
                parsed.GetValue(suite), CommonOptions.ToDictionary(parsed.GetValue(labels) ?? []), parsed.GetValue(since), parsed.GetValue(until));
            var all = store.Summaries();
            var runs = all.Where(filter.Fits).Reverse().ToList();
            if (parsed.GetValue(json))
            {
                WriteJson(runs, console.Out);
                return;
            }

            if (runs.Count == 0)
            {
                console.Out.WriteLine(all.Count == 0
                    ? $"There is no run in '{store.Root}'. {RunStore.NoRunHint}"
                    : $"None of the {all.Count} runs in '{store.Root}' is one of these.");
                return;
            }

            WriteLines(runs, console.Out);
            Notes(store, runs, console.Error);
        });
        return command;
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description + ": a day, or a time with its offset. Days are UTC.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day))
            {
                return day;
            }

            string[] formats = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];
            if (DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"{name} '{text}' is not a day such as 2026-11-23 or a time with its offset such as 2026-11-23T10:00:00Z.");
            return null;
        },
    };

    private static void WriteLines(List<RunSummary> runs, TextWriter output)
    {
        var width = runs.Max(run => run.RunId.Length);
        var hasLabels = runs.Exists(run => run.Labels.Count > 0);
        var capacity = runs.Exists(run => run.Capacity.Count > 0) ? runs.Max(run => Capacity(run).Length) : 0;
        var head = capacity > 0 ? "CAPACITY".PadRight(Math.Max(capacity, "CAPACITY".Length)) + "  " : "";
        output.WriteLine($"{"RUN".PadRight(width)}  {"STARTED (UTC)",-19}  {"OUTCOME",-11}  {"VALIDITY",-8}  {"DECISION",-8}  {head}{(hasLabels ? "LABELS" : "")}".TrimEnd());
        foreach (var run in runs)
        {
            var started = run.StartedAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "-";
            var labels = string.Join(' ', run.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));
            output.WriteLine($"{run.RunId.PadRight(width)}  {started,-19}  {run.Outcome,-11}  {run.Validity ?? "-",-8}  {run.Decision ?? "-",-8}  {(capacity > 0 ? Capacity(run).PadRight(Math.Max(capacity, "CAPACITY".Length)) + "  " : "")}{labels}".TrimEnd());
        }
    }

    /// <summary>What the columns do not say.</summary>
    private static void Notes(RunStore store, List<RunSummary> runs, TextWriter error)
    {
        foreach (var edited in runs.Where(run => run.Outcome == RunSummary.Edited))
        {
            error.WriteLine($"note: the files of run '{edited.RunId}' are not as LoadLab wrote them, so nothing that they say counts. See: loadlab report {edited.RunId}");
        }

        var old = runs.Count(run => run is { IsReadable: true, IsSealed: false, Decision: not null });
        if (old > 0)
        {
            error.WriteLine($"note: {(old == 1 ? "1 run is" : $"{old} runs are")} not sealed, for an older LoadLab wrote {(old == 1 ? "it" : "them")}: an edit of the files would not be seen.");
        }

        foreach (var (folder, runId) in store.Copies())
        {
            error.WriteLine($"note: '{folder}' is a copy of run '{runId}', which counts once.");
        }
    }

    /// <summary>What a search found, one for each model: <c>412/s, >= 2,000 users</c>.</summary>
    private static string Capacity(RunSummary run) => run.Capacity.Count == 0 ? "-" : string.Join(", ", run.Capacity.Select(one => one switch
    {
        { Status: CapacityStatus.Invalid } => "INVALID",
        { Load: { } load, Low: { } from, High: { } to } => CapacityFigure.Held(one.Model, new Interval(load, from, to)),
        { Low: { } low } => $">= {CapacityText.Load(one.Model, low)}",
        { High: { } high, Status: CapacityStatus.Open or CapacityStatus.Interrupted } => $"not known below {CapacityText.Load(one.Model, high)}",
        { High: { } high } => $"< {CapacityText.Load(one.Model, high)}",
        _ => "nothing",
    }));

    private static void WriteJson(List<RunSummary> runs, TextWriter output) =>
        output.WriteLine(JsonText.Of(RunListDocument.Of(runs), JsonText.Context.RunListDocument));
}
