using System.CommandLine;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.K6.Results;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab import k6 FILE</c>: what k6 wrote, as a run.</summary>
internal static class ImportK6Command
{
    private const string StandardInput = "-";

    private const string More = """
        Read are NDJSON (--out json), CSV (--out csv), and the summaries of --summary-export, handleSummary() and --new-machine-readable-summary,
        each plain, gzip or zstd; the content says which. The run has service times only: k6 does not write when a request was meant to start.
        Exit code 0 when it was imported, whatever its thresholds say: 'loadlab runs show' and the report say that.
        """;

    public static Command Create(CliConsole console, StoredRuns stored, RunOutput reports, IImporting importing)
    {
        var file = new Argument<string>("file") { Description = "What k6 wrote; - for standard input." };
        var suite = new Option<string?>("--suite") { Description = "Name of the run's suite: runs of one suite can be compared. Default: the file's name.", HelpName = "NAME" };
        var catalogue = new Option<string?>("--catalogue") { Description = "Judge by this catalogue: a name or the path of a .yaml file. Default: by the thresholds of the script alone.", HelpName = "NAME" };
        var labels = CommonOptions.Pairs("--label", "A label of the run. Repeatable.");
        var json = CommonOptions.Json("the run document");
        var output = CommonOptions.Out();
        var command = new Command("k6", "Import the results of a k6 run as a run.") { file, suite, catalogue, labels, json, output };
        HelpExamples.Install(
            command,
            More,
        [
            "loadlab import k6 results.json.gz --suite browse",
            "k6 run --out json=- script.js | loadlab import k6 - --suite browse",
            "loadlab import k6 summary.json --catalogue slo.yaml --json | jq .verdicts",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var source = parsed.GetRequiredValue(file);
            var name = parsed.GetValue(suite) ?? NameOf(source);
            var arguments = new K6ImportArguments
            {
                Suite = name,
                Source = source == StandardInput ? source : Path.GetFullPath(source),
                WrittenAt = source == StandardInput ? importing.Time.GetUtcNow() : new FileInfo(source).LastWriteTimeUtc,
                Catalogue = parsed.GetValue(catalogue) ?? "",
                Labels = new SortedDictionary<string, string>(CommonOptions.ToDictionary(parsed.GetValue(labels) ?? []), StringComparer.Ordinal),
                Invocation = source == StandardInput ? null : new RunInvocation { Arguments = ["import", "k6", Path.GetFullPath(source), "--suite", name] },
            };
            var record = await ReadAsync(source, arguments, console.Error, importing).ConfigureAwait(false);
            var run = stored.Open(parsed.GetValue(output)).Keep(record, stored.Judge(record));
            var report = await reports.WriteReportsAsync(new JudgedRun(run.Record, run.Evaluation!), run.Directory).ConfigureAwait(false);
            var isJson = parsed.GetValue(json);
            foreach (var line in isJson ? [] : K6ImportText.Lines(run.Record))
            {
                await console.Out.WriteLineAsync(line).ConfigureAwait(false);
            }

            await reports.PrintAsync(run.Record, run.Evaluation!, report, isJson).ConfigureAwait(false);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task<RunRecord> ReadAsync(string source, K6ImportArguments arguments, TextWriter error, IImporting importing)
    {
        var progress = new ReadProgress(error, importing.Time, source == StandardInput ? null : Length(source));
        using var interrupts = importing.Listen();
        var stop = interrupts.Stop;
        try
        {
            // A read of standard input may wait for ever; the interrupt does not wait for it.
            return await Task.Run(() => K6Import.Read(Open(source), arguments with { OnRead = progress.OnRead }, stop), stop).WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (stop.IsCancellationRequested)
        {
            throw new LoadLabException(ExitCode.Interrupted, "Interrupted: nothing of this import was kept.", inner: fault);
        }
        finally
        {
            progress.End();
        }
    }

    private static long Length(string source)
    {
        using var stream = Open(source);
        return stream.CanSeek ? stream.Length : 0;
    }

    private static Stream Open(string source)
    {
        try
        {
            return source == StandardInput ? Console.OpenStandardInput() : new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, $"'{source}' cannot be read: {fault.Message}", "Give a file that k6 wrote, or - for standard input.", fault);
        }
    }

    /// <summary>The file's name without its endings.</summary>
    private static string NameOf(string source)
    {
        if (source == StandardInput)
        {
            return "k6";
        }

        var name = Path.GetFileName(source);
        foreach (var ending in (string[])[".gz", ".zst", ".zstd", ".json", ".ndjson", ".jsonl", ".csv"])
        {
            name = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && name.Length > ending.Length ? name[..^ending.Length] : name;
        }

        return name.Length == 0 ? "k6" : name;
    }
}
