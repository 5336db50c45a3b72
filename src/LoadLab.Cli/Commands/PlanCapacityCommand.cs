using System.CommandLine;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Capacity.Planning;
using LoadLab.Core.Store;
using LoadLab.Reporting.Charts;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab plan-capacity</c>: instances, connections and memory that a demand needs, month by month.</summary>
internal static class PlanCapacityCommand
{
    public static Command Create(CliConsole console, StoredRuns stored, TimeProvider time)
    {
        var options = new CapacityPlanOptions();
        var run = new Argument<string?>("run") { Description = $"A capacity search to plan from, in place of --capacity: {RunReferences.Words}.", Arity = ArgumentArity.ZeroOrOne };
        var output = CommonOptions.Out();
        var chart = new Option<string?>("--chart") { Description = "Draw the demand against the capacity into this directory: PNG, SVG and CSV.", HelpName = "DIR" };
        var json = CommonOptions.Json("the plan");
        var command = new Command("plan-capacity", "Say what a growing demand needs: instances, connections and memory month by month, and when today's set-up runs out.");
        command.Arguments.Add(run);
        options.AddTo(command);
        UsageFaults.RefuseOptions(run, command);
        command.Options.Add(chart);
        command.Options.Add(json);
        command.Options.Add(output);
        HelpExamples.Install(command,
        [
            "loadlab plan-capacity latest --users 5000 --growth 8%/month --headroom 30% --until 2028-01",
            "loadlab plan-capacity --capacity 412/s --interval 405..431 --rate 150/s --growth 8%/month --headroom 30% --until 2028-01",
            "loadlab plan-capacity --capacity '900 users' --users 600 --growth 60%/year --pool 50 --max-connections 200",
            "loadlab plan-capacity --capacity 412/s --users 1000 --per-user 9/m --redis-memory 120MB --redis-max 512MB",
            "loadlab plan-capacity --capacity 412/s --demand peaks.csv --contention 3% --chart charts",
            "loadlab plan-capacity --capacity 412/s --rate 150/s --growth 8%/month --json | jq .runsOut",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var question = CapacityQuestionReader.Read(Arguments(options.Read(parsed), parsed.GetValue(run), parsed.GetValue(output), stored), DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
            var plan = CapacityPlanner.Plan(question);
            if (parsed.GetValue(json))
            {
                await console.Out.WriteLineAsync(JsonText.Of(CapacityPlanDocument.Of(plan), JsonText.Context.CapacityPlanDocument)).ConfigureAwait(false);
            }
            else
            {
                foreach (var line in CapacityPlanText.Lines(plan))
                {
                    await console.Out.WriteLineAsync(line).ConfigureAwait(false);
                }
            }

            if (parsed.GetValue(chart) is { } directory)
            {
                foreach (var file in DemandChart.Write(plan, directory, "demand"))
                {
                    await console.Error.WriteLineAsync($"Chart  {file}").ConfigureAwait(false);
                }
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static CapacityPlanArguments Arguments(CapacityPlanArguments written, string? reference, string? output, StoredRuns stored)
    {
        if (reference is null)
        {
            return written;
        }

        var (store, runId) = stored.One(output, reference);
        return PlanFromRun.Of(written, stored.Searched(store, runId));
    }
}
