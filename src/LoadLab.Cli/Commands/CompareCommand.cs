using System.CommandLine;
using System.CommandLine.Parsing;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Noise;
using LoadLab.Core.Running;
using LoadLab.Core.Store;
using LoadLab.Core.Text;
using LoadLab.Reporting.Charts;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab compare BEFORE AFTER</c>: what has moved between two runs, or two sets of runs, and whether it matters.</summary>
internal static class CompareCommand
{
    public static Command Create(CliConsole console, StoredRuns stored, RunMaker maker, IReadOnlyList<IReport<ComparedRuns>> formats)
    {
        var before = new Argument<string>("before") { Description = $"What it was: {RunReferences.Words}." };
        var after = new Argument<string?>("after") { Description = "What it is now, in the same words. May be left out with --interleave and --set-a or --set-b.", Arity = ArgumentArity.ZeroOrOne };
        var interleave = new InterleaveArguments();
        var margin = MarginOption.Create();
        var all = new Option<bool>("--all") { Description = "Show every step, not only whole phases and what has moved." };
        var reports = new ReportFileOptions<ComparedRuns>(formats);
        var json = CommonOptions.Json("the comparison");
        var output = CommonOptions.Out();
        var command = new Command("compare", "Compare two runs, or two sets of runs, of one suite. Exit code 98 when something has become worse, else 0.")
        {
            before, after, margin, all,
        };
        foreach (var option in (Option[])[.. reports.All, json, output, .. interleave.All])
        {
            command.Options.Add(option);
        }

        UsageFaults.RefuseOptions(before, command);
        UsageFaults.RefuseOptions(after, command);
        HelpExamples.Install(command,
        [
            "loadlab compare latest~1 latest",
            "loadlab compare 4f2a 91bc --margin 10% --chart overlay.png",
            "loadlab compare '20261123T08*' '20261123T09*'        # sets: 4 runs or more each",
            "loadlab compare --interleave smoke --set-b lms.delay=20ms -n 5          # makes 10 runs, A B B A …",
            "loadlab compare label:interleave=GROUP/A label:interleave=GROUP/B      # those runs again",
            "loadlab compare latest~1 latest --json | jq '.figures[] | select(.verdict == \"regressed\")'",
        ]);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var store = stored.Open(parsed.GetValue(output), interleave.IsAsked(parsed) ? parsed.GetRequiredValue(before) : null);
            var files = reports.Read(parsed);
            foreach (var file in files)
            {
                file.Report.Check(file.Path);
            }

            var calibrations = new NoiseStore(store).List();
            var (sides, isInterrupted) = await SidesAsync(interleave, parsed, parsed.GetRequiredValue(before), parsed.GetValue(after), store, console, stored, maker).ConfigureAwait(false);
            if (sides.Before.Concat(sides.After).All(run => run.IsSearch))
            {
                return await CompareSearchesAsync(CapacityComparer.Compare(sides.Before, sides.After, parsed.GetValue(margin)), files.Count > 0, parsed.GetValue(json), console).ConfigureAwait(false);
            }

            var comparison = Comparer.Compare(sides.Before, sides.After, parsed.GetValue(margin), calibrations);
            if (parsed.GetValue(json))
            {
                await console.Out.WriteLineAsync(JsonText.Of(ComparisonDocument.Of(comparison), JsonText.Context.ComparisonDocument)).ConfigureAwait(false);
            }
            else
            {
                foreach (var line in ComparisonText.Lines(comparison, parsed.GetValue(all)))
                {
                    await console.Out.WriteLineAsync(line).ConfigureAwait(false);
                }
            }

            var compared = new ComparedRuns([.. sides.Before.Select(run => run.Record)], [.. sides.After.Select(run => run.Record)]);
            foreach (var (report, path) in files)
            {
                await report.WriteAsync(compared, path, cancellationToken).ConfigureAwait(false);
                await console.Error.WriteLineAsync($"{char.ToUpperInvariant(report.Name[0])}{report.Name[1..]}  {Path.GetFullPath(path)}").ConfigureAwait(false);
            }

            return (int)(isInterrupted ? ExitCode.Interrupted : comparison.ExitCode);
        });
        return command;
    }

    private static async Task<int> CompareSearchesAsync(CapacityComparison comparison, bool asksForFiles, bool isJson, CliConsole console)
    {
        if (asksForFiles)
        {
            await console.Error.WriteLineAsync("Capacity searches have no seconds to lay over each other: no file is written. Their charts lie in the folders of the runs.").ConfigureAwait(false);
        }

        if (isJson)
        {
            await console.Out.WriteLineAsync(JsonText.Of(CapacityComparisonDocument.Of(comparison), JsonText.Context.CapacityComparisonDocument)).ConfigureAwait(false);
            return (int)comparison.ExitCode;
        }

        foreach (var line in CapacityComparisonText.Lines(comparison))
        {
            await console.Out.WriteLineAsync(line).ConfigureAwait(false);
        }

        return (int)comparison.ExitCode;
    }

    private static async Task<((IReadOnlyList<ComparedRun> Before, IReadOnlyList<ComparedRun> After) Sides, bool IsInterrupted)> SidesAsync(
        InterleaveArguments interleave, ParseResult parsed, string before, string? after, RunStore store, CliConsole console, StoredRuns stored, RunMaker maker)
    {
        if (!interleave.IsAsked(parsed))
        {
            interleave.CheckUnused(parsed);
            return (stored.ReadBoth(store, before, after ?? throw new LoadLabException(
                ExitCode.BadConfiguration, "Required argument missing for command: 'compare'. There is one run, and it takes two.", "See: loadlab compare --help")), false);
        }

        using var interrupts = maker.Listen();
        var plan = interleave.Read(parsed, before, after, maker.Prepare);
        var made = await new SeriesMaker(store, console.Error, maker, TimeProvider.System).MakeAsync(plan, interleave.IsSetup(parsed), interrupts.Stop).ConfigureAwait(false);
        if (made.LeftOut > 0)
        {
            await console.Error.WriteLineAsync($"{Units.Counted(made.LeftOut, "run")} could not be used and {(made.LeftOut == 1 ? "is" : "are")} not compared.").ConfigureAwait(false);
        }

        if (made.A.Count == 0 || made.B.Count == 0)
        {
            throw new LoadLabException(
                made.IsInterrupted ? ExitCode.Interrupted : ExitCode.InvalidRun,
                $"There is no valid, complete run of {(made.A.Count == 0 ? "A" : "B")} to compare.",
                "The runs that were made are kept. List them with: loadlab runs list --label interleave=");
        }

        await console.Error.WriteLineAsync($"Compare them again with: loadlab compare {plan.Reference('A')} {plan.Reference('B')}").ConfigureAwait(false);
        return ((made.A, made.B), made.IsInterrupted);
    }
}
