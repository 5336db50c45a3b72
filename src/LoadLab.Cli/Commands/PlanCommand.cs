using System.CommandLine;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Planning;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab plan SUITE</c>: what a run will offer, how long it takes, and what it can decide. Starts nothing.</summary>
internal static class PlanCommand
{
    public static Command Create(CliParts parts)
    {
        var suite = new Argument<string>("suite") { Description = "A suite's name, or the path of its .yaml file." };
        var set = CommonOptions.Pairs("--set", "Override a key of the suite, as in phases.users-50.hold=2m. Repeatable.");
        var json = CommonOptions.Json("the forecast");
        var output = CommonOptions.Out();
        var command = new Command("plan", "Say what a run will offer, how long it takes and which SLOs it is long enough to decide. Starts nothing; exit code 96 when a required SLO cannot be decided.")
        {
            suite, set, json, output,
        };
        UsageFaults.RefuseOptions(suite, command);
        HelpExamples.Install(command,
        [
            "loadlab plan capacity",
            "loadlab plan smoke --set phases.rate-100.hold=5m",
            "loadlab plan capacity --json | jq '.slos[] | select(.answer == \"too-short\")'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var prepared = parts.Prepare(new RunArguments { Suite = parsed.GetRequiredValue(suite), Overrides = [.. parsed.GetValue(set) ?? []] });
            var results = parsed.GetValue(output) ?? parts.Results;
            var shapes = EarlierRuns.ShapesOf(new RunStore(results), prepared.Plan);
            var forecast = PlanWarnings.AddTo(RunForecaster.Of(prepared.Plan, prepared.Catalogue, shapes), prepared.Catalogue, LastRun.Of(results, prepared.Plan.Suite));
            var text = parsed.GetValue(json) ? ForecastText.Json(forecast) : string.Join(Environment.NewLine, ForecastText.Lines(forecast));
            await parts.Out.WriteLineAsync(text).ConfigureAwait(false);
            return (int)forecast.ExitCode;
        });
        return command;
    }
}
