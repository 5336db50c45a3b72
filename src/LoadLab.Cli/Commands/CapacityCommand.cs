using System.CommandLine;
using System.Globalization;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab capacity SUITE</c>: the highest load at which the rows hold, with its interval.</summary>
internal static class CapacityCommand
{
    public static Command Create(CliConsole console, RunFolders folders, RunMaker maker, RunOutput output)
    {
        var options = new RunOptions(decides: false);
        var search = new CapacityOptions();
        var command = new Command("capacity", "Find the highest load at which the rows of the suite's capacity SLOs hold, with a 95 % interval, in one start of the stack.");
        options.AddTo(command, search.All);
        HelpExamples.Install(
            command,
        [
            "loadlab capacity capacity --model rate --from 50 --hold 20s --max-time 10m",
            "loadlab capacity smoke --model both --precision 3%",
            "loadlab capacity smoke --external-url http://127.0.0.1:8080 --slo api-response-p95,api-errors",
            "loadlab capacity smoke --json | jq '.capacity[0] | {load, low, high}'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            using var interrupts = maker.Listen();
            var prepared = maker.Prepare(options.Read(parsed));
            var plan = CapacityPlanner.Plan(prepared.Plan, prepared.Catalogue, search.Read(parsed));
            prepared = prepared with { Plan = plan with { Invocation = Invocation(plan) }, Judge = record => CapacityEvaluator.Evaluate(record, prepared.Catalogue) };
            var view = new CapacityView();
            var (result, report) = await maker.MakeAsync(
                prepared, options.Store(parsed, folders), parsed.GetValue(options.Setup), interrupts.Stop, view, new CapacityRun(prepared.Plan, prepared.Catalogue, TimeProvider.System, view)).ConfigureAwait(false);
            if (parsed.GetValue(options.Json))
            {
                await output.PrintDocumentAsync(result.Record, result.Evaluation).ConfigureAwait(false);
            }
            else
            {
                foreach (var line in CapacityLines.Of(result.Evaluation.Capacity))
                {
                    await console.Out.WriteLineAsync(line).ConfigureAwait(false);
                }

                await console.Out.WriteLineAsync($"Report: {report}").ConfigureAwait(false);
            }

            return RunEnd.ExitCode(result, console);
        });
        return command;
    }

    /// <summary>How it was asked for: as a run, with what the search adds.</summary>
    private static RunInvocation? Invocation(RunPlan plan)
    {
        if (plan is not { Invocation: { } run, Capacity: { } capacity })
        {
            return null;
        }

        string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
        List<string> added = ["--model", capacity.Searches.Count > 1 ? "both" : capacity.Searches[0].Model.ToString().ToLowerInvariant(), "--slo", string.Join(',', capacity.Slos), "--precision", Text(capacity.Precision * 100) + "%", "--hold", Text(capacity.HoldSeconds) + "s"];
        if (capacity.Searches.Count == 1)
        {
            added.AddRange(["--from", Text(capacity.Searches[0].From), "--to", Text(capacity.Searches[0].To)]);
        }

        if (capacity.MostSeconds is { } most)
        {
            added.AddRange(["--max-time", Text(most) + "s"]);
        }

        return run with { Arguments = ["capacity", .. run.Arguments.Skip(1), .. added] };
    }
}
