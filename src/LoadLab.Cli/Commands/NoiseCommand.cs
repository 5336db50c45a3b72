using System.CommandLine;
using System.Globalization;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Noise;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab noise SUITE</c>: how much runs of one and the same build vary on this machine.</summary>
internal static class NoiseCommand
{
    private const int DefaultRuns = 8;

    private const string More = """
        Half of the runs are called A and half B, though nothing tells them apart. Their spread is kept with the machine's fingerprint under results/noise, and
        compare and gate widen the interval of two single runs by it. Let nothing else run meanwhile, and calibrate anew after the machine has changed.
        """;

    public static Command Create(CliConsole console, RunFolders folders, StoredRuns stored, RunMaker maker)
    {
        var options = new RunOptions("the calibration");
        options.Suite.Arity = ArgumentArity.ZeroOrOne;
        var count = SeriesOptions.Count("Number of runs. Default: 8. Fewer make the noise look larger than it is.", NoiseCalibration.FewestRuns);
        var from = new Option<string?>("--from") { Description = $"Calibrate from stored runs of one build instead of making new ones: {RunReferences.Words}.", HelpName = "RUNS" };
        var command = new Command("noise", "Find how much runs of one and the same build vary on this machine, so that compare and gate can tell a change from chance.");
        var check = new Option<bool>("--check")
        {
            Description = "See whether it keeps its promise: the first 8 runs calibrate, the others are compared in pairs, and at most 5 % of the pairs may be called changed. Else exit code 97. Needs 10 runs or more: -n 48",
        };
        options.AddTo(command, count, from, check);
        HelpExamples.Install(
            command,
            More,
        [
            "loadlab noise smoke",
            "loadlab noise capacity -n 12",
            "loadlab noise smoke -n 48 --check                       # 20 pairs of one build",
            "loadlab noise --from 'label:commit=1a2b3c4'",
            "loadlab noise smoke --json | jq '.figures[] | select(.scenario == \"*\")'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var store = options.Store(parsed, folders);
            var suite = parsed.GetValue(options.Suite);
            if ((suite is null) == (parsed.GetValue(from) is null))
            {
                throw new LoadLabException(ExitCode.BadConfiguration, "Give either a suite, or --from RUNS.", "See: loadlab noise --help");
            }

            var idle = command.Options.Where(option => option != from && option != check && option != options.Json && option != options.Output && parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
            if (suite is null && idle.Count > 0)
            {
                throw new LoadLabException(
                    ExitCode.BadConfiguration, $"--from calibrates from stored runs and makes none, so {string.Join(", ", idle)} would say nothing. Leave {(idle.Count == 1 ? "it" : "them")} out.", "See: loadlab noise --help");
            }

            var wanted = parsed.GetValue(count) ?? DefaultRuns;
            if (suite is not null && parsed.GetValue(check) && wanted < NoiseCheck.FewestRuns)
            {
                throw new LoadLabException(
                    ExitCode.BadConfiguration,
                    string.Create(CultureInfo.InvariantCulture, $"--check needs {NoiseCheck.FewestRuns} runs or more, and {wanted} would be made: {NoiseCheck.Calibrating} calibrate, and each pair takes two more."),
                    $"48 runs are 20 pairs: loadlab noise {suite} -n 48 --check");
            }

            var (runs, isWhole) = suite is null
                ? (stored.Read(store, parsed.GetRequiredValue(from)!), true)
                : await MakeAsync(options, parsed, wanted, store, console.Error, maker).ConfigureAwait(false);
            if (!isWhole && runs.Count < NoiseCalibration.FewestRuns)
            {
                throw new LoadLabException(
                    ExitCode.Interrupted, $"Interrupted after {runs.Count} usable runs: too few to calibrate. They are kept.", "Runs that were made can be used later: loadlab noise --from RUNS");
            }

            var calibration = NoiseCalibrator.Calibrate(runs);
            var path = new NoiseStore(store).Save(calibration);
            var seen = parsed.GetValue(check) ? NoiseCheck.Of(runs) : null;
            await console.Out.WriteLineAsync(parsed.GetValue(options.Json) ? NoiseText.Json(calibration, seen) : string.Join(Environment.NewLine, NoiseText.Lines(calibration, path, seen))).ConfigureAwait(false);
            return (int)(!isWhole ? ExitCode.Interrupted : seen is { Holds: false } ? ExitCode.InvalidRun : ExitCode.Ok);
        });
        return command;
    }

    private static async Task<(IReadOnlyList<ComparedRun> Runs, bool IsWhole)> MakeAsync(RunOptions options, ParseResult parsed, int count, RunStore store, TextWriter log, RunMaker maker)
    {
        using var interrupts = maker.Listen();
        var arguments = options.Read(parsed);
        var suite = maker.Prepare(arguments).Plan.Suite;
        var plan = new SeriesPlan(arguments, arguments, (count + 1) / 2, "noise", RunId.New(TimeProvider.System.GetUtcNow(), suite));
        var made = await new SeriesMaker(store, log, maker, TimeProvider.System).MakeAsync(plan, parsed.GetValue(options.Setup), interrupts.Stop).ConfigureAwait(false);
        await log.WriteLineAsync($"The runs: {plan.Reference('*')}{(made.LeftOut > 0 ? $"; {made.LeftOut} left out" : "")}").ConfigureAwait(false);
        return (made.All, !made.IsInterrupted);
    }
}
