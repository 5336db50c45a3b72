using System.CommandLine;
using LoadLab.Cli.Ci;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Gate;
using LoadLab.Core.Noise;
using LoadLab.Core.Running;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab gate SUITE --baseline NAME</c>: a run, its verdicts, the comparison with a baseline, and one exit code for all of it.</summary>
internal static class GateCommand
{
    private const string More = """
        The exit code is the first of: 105 interrupted, 97 the run is invalid, 99 a required SLO failed, 98 worse than the baseline,
        96 not decided or not measured, 0. A baseline that is missing, or that the suite cannot be compared with, is 104 before anything starts.
        With GITHUB_STEP_SUMMARY set, a summary is appended to that file; with GITHUB_ACTIONS=true, annotations go to stderr.
        """;

    public static Command Create(CliConsole console, RunFolders folders, StoredRuns stored, RunMaker maker, RunOutput output, IReadOnlyList<IReport<GateResult>> formats, GitHubOutput gitHub)
    {
        var options = new RunOptions();
        var baseline = new Option<string>("--baseline")
        {
            Description = "What it must not be worse than: a suite that has a baseline (baselines/NAME.json), or runs: " + RunReferences.Words + ".",
            HelpName = "NAME",
            Required = true,
        };
        var margin = MarginOption.Create();
        var reports = new ReportFileOptions<GateResult>(formats);
        var command = new RefusableCommand("gate", "Run a suite, judge it, compare it with a baseline: one GO or NO-GO, one exit code.")
        {
            OnRefused = async (parsed, fault) =>
            {
                string Word(Func<string?> read) => Asked(read) is { Length: > 0 } word ? console.Variables.Hide(word) : "?";
                var refusal = new GateRefusal(
                    Word(() => parsed.GetValue(options.Suite)), Word(() => parsed.GetValue(baseline)), fault.ExitCode,
                    [.. fault.Faults.Select(console.Variables.Hide)], fault.Hint is { } hint ? console.Variables.Hide(hint) : null, TimeProvider.System.GetUtcNow());
                await new GateFiles(reports.Asked(parsed)).WriteAsync(refusal, console.Error).ConfigureAwait(false);
                gitHub.Write(refusal);
            },
        };
        options.AddTo(command, [baseline, margin, .. reports.All]);
        HelpExamples.Install(
            command,
            More,
        [
            "loadlab gate smoke --baseline smoke            # set it with: loadlab baseline set latest",
            "loadlab gate smoke --baseline latest --junit gate.xml --comment gate.md",
            "loadlab gate capacity --baseline capacity --change infrastructure-change",
            "loadlab gate capacity --baseline 4f2a --margin 10% --json | jq .gate",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var store = options.Store(parsed, folders);
            var files = new GateFiles(reports.Read(parsed));
            files.Check();
            using var interrupts = maker.Listen();
            var name = parsed.GetRequiredValue(baseline);
            var runs = GateBaseline.Read(store, name, stored);
            var calibrations = new NoiseStore(store).List();
            var prepared = maker.Prepare(options.Read(parsed));
            BaselineCheck.Check(name, runs, prepared.Plan);
            var result = await maker.RunAsync(prepared, store, parsed.GetValue(options.Setup), interrupts.Stop).ConfigureAwait(false);
            var gate = GateResult.Of(result.Record, result.Evaluation, name, runs, parsed.GetValue(margin), calibrations);
            if (gate.Record.Plan.Change is { NeedsBaseline: true })
            {
                gate = gate.WithRegression();
                if (result.StoreFault is null)
                {
                    store.Save(new StoredRun(gate.Record, gate.Evaluation, result.Directory));
                }
            }

            var report = await output.WriteReportsAsync(JudgedRun.Of(gate), result.Directory).ConfigureAwait(false);

            await ShowAsync(gate, report, parsed.GetValue(options.Json), console, output).ConfigureAwait(false);
            var written = await files.WriteAsync(gate, console.Error).ConfigureAwait(false) & gitHub.Write(gate);
            if (result.StoreFault is { } fault)
            {
                FaultOutput.Write(fault, isJson: false, console);
                return (int)fault.ExitCode;
            }

            // What a pipeline was promised and does not get must not look like a pass.
            return (int)(gate.IsGo && !written ? Core.ExitCode.BadConfiguration : gate.ExitCode);
        });
        return command;
    }

    /// <summary>A value of a command line that may be wrong in any part.</summary>
    private static string? Asked(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task ShowAsync(GateResult gate, string report, bool isJson, CliConsole console, RunOutput output)
    {
        if (isJson)
        {
            await console.Out.WriteLineAsync(GateDocument.Of(gate)).ConfigureAwait(false);
            return;
        }

        output.ShowPart(gate.Record, gate.Evaluation, report);
        await console.Out.WriteLineAsync().ConfigureAwait(false);
        foreach (var line in gate.Comparison is { } comparison ? ComparisonText.Lines(comparison, all: false) : gate.NotCompared.Prepend("Not compared with the baseline:"))
        {
            await console.Out.WriteLineAsync(line).ConfigureAwait(false);
        }

        await console.Out.WriteLineAsync().ConfigureAwait(false);
        await console.Out.WriteLineAsync("Gate  " + gate.Line).ConfigureAwait(false);
    }
}
