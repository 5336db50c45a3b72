using System.CommandLine;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core.Comparison;
using LoadLab.Core.Forecast;
using LoadLab.Core.Gate;
using LoadLab.Core.Noise;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab plan SUITE</c>: what a run will offer, how long it takes, and what it can decide. Starts nothing.</summary>
internal static class PlanCommand
{
    public static Command Create(CliConsole console, StoredRuns stored, Func<RunArguments, PreparedRun> prepare)
    {
        var suite = new Argument<string>("suite") { Description = "A suite's name, or the path of its .yaml file." };
        var set = CommonOptions.Pairs("--set", "Override a key of the suite, as in phases.users-50.hold=2m. Repeatable.");
        var stack = new StackOptions();
        var json = CommonOptions.Json("the forecast");
        var output = CommonOptions.Out();
        var baseline = new Option<string?>("--baseline")
        {
            Description = "Say also which changes a gate against it would see, and how long a run must be to see 5, 10 and 20 %: a suite that has a baseline, or runs: " + RunReferences.Words + ".",
            HelpName = "NAME",
        };
        var margin = MarginOption.Create();
        var command = new Command("plan", "Say what a run will offer, how long it takes and which SLOs it is long enough to decide. Starts nothing; exit code 96 when a required SLO cannot be decided.")
        {
            suite, set, baseline, margin, json, output,
        };
        foreach (var option in stack.All)
        {
            command.Options.Add(option);
        }

        UsageFaults.RefuseOptions(suite, command);
        HelpExamples.Install(command,
        [
            "loadlab plan capacity",
            "loadlab plan smoke --set phases.rate-100.hold=5m",
            "loadlab plan smoke --baseline smoke --margin 2%",
            "loadlab plan capacity --json | jq '.slos[] | select(.answer == \"too-short\")'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            MarginOption.Check(parsed, margin, baseline);
            var arguments = new RunArguments
            {
                Suite = parsed.GetRequiredValue(suite),
                Overrides = [.. parsed.GetValue(set) ?? []],
                Results = parsed.GetValue(output),
            };
            var prepared = prepare(stack.Read(parsed, arguments));
            var store = stored.Open(arguments.Results, arguments.Suite);
            var forecast = Forecast(prepared, EarlierRuns.Of(store, prepared.Plan));
            var changes = parsed.GetValue(baseline) is { } name ? ChangesSeen(prepared.Plan, name, parsed.GetValue(margin), store, stored) : null;
            var text = parsed.GetValue(json) ? ForecastText.Json(forecast, changes) : string.Join(Environment.NewLine, ForecastText.Lines(forecast, changes));
            await console.Out.WriteLineAsync(text).ConfigureAwait(false);
            return (int)forecast.ExitCode;
        });
        return command;
    }

    private static RunForecast Forecast(PreparedRun prepared, EarlierRuns earlier) =>
        PlanWarnings.AddTo(RunForecaster.Of(prepared.Plan, prepared.Catalogue, earlier.Shapes), prepared.Catalogue, earlier.Last);

    /// <summary>Which changes a gate against a baseline would see.</summary>
    private static ChangeForecast ChangesSeen(RunPlan plan, string baseline, ComparisonMargin? margin, RunStore store, StoredRuns stored) =>
        ChangeForecaster.Of(baseline, GateBaseline.Read(store, baseline, stored), plan, margin, new NoiseStore(store).List());
}
