using System.CommandLine;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab crosscheck SUITE</c>: the same script by LoadLab's engine and by k6, and whether they measure the same.</summary>
internal static class CrosscheckCommand
{
    private const int DefaultRuns = 4;

    private const string More = """
        Runs of LoadLab's engine (A) and of the k6 on PATH (B) take turns: A B B A … Service time, throughput and failed requests must be the same within the margin.
        What differs is a finding about a driver, since the target was the same. Exit code 0 when they agree, 97 when they do not, 96 when the runs do not say it.
        Times are service times on both sides; those of k6 are without DNS, connecting and TLS.
        """;

    public static Command Create(CliConsole console, RunFolders folders, RunMaker maker)
    {
        var options = new RunOptions("the agreement", decides: false);
        var count = SeriesOptions.Count("Runs of each driver. Default: 4. Fewer cannot show a difference.", least: 4);
        var margin = MarginOption.Create();
        var all = new Option<bool>("--all") { Description = "Show every step, not only whole phases and what differs." };
        var command = new Command("crosscheck", "Run a k6 script by LoadLab's engine and by k6 in turns, and see whether they measure the same.");
        options.AddTo(command, count, margin, all);
        HelpExamples.Install(command, More,
        [
            "loadlab crosscheck capacity-k6",
            "loadlab crosscheck suites/shop.yaml --external-url http://127.0.0.1:8080 -n 6 --margin 5%",
            "loadlab crosscheck script.js --external-url http://127.0.0.1:8080 --json | jq .verdict",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var arguments = options.Read(parsed);
            if (arguments.Overrides.Any(pair => pair.Key == DriverWords.Key))
            {
                throw new LoadLabException(ExitCode.BadConfiguration, "--driver: crosscheck runs both drivers.", "Leave it out.");
            }

            using var interrupts = maker.Listen();
            var store = options.Store(parsed, folders);
            RunArguments With(string driver) => arguments with { Overrides = [.. arguments.Overrides, new KeyValuePair<string, string>(DriverWords.Key, driver)] };
            var other = maker.Prepare(With(DriverWords.K6)).Plan;
            var plan = new SeriesPlan(With(DriverWords.Own), With(DriverWords.K6), parsed.GetValue(count) ?? DefaultRuns, InterleaveOrder.Label, RunId.New(TimeProvider.System.GetUtcNow(), other.Suite));
            var made = await new SeriesMaker(store, console.Error, maker, TimeProvider.System).MakeAsync(plan, parsed.GetValue(options.Setup), interrupts.Stop).ConfigureAwait(false);
            if (made.A.Count < DefaultRuns || made.B.Count < DefaultRuns)
            {
                throw new LoadLabException(
                    made.IsInterrupted ? ExitCode.Interrupted : ExitCode.Inconclusive,
                    $"{made.A.Count} valid runs of LoadLab's engine and {made.B.Count} of k6 are too few: {DefaultRuns} each are needed.",
                    "The runs that were made are kept. See why they are not valid: loadlab runs list --label interleave=");
            }

            var agreement = DriverAgreement.Of(made.A, made.B, parsed.GetValue(margin));
            var name = $"{other.Driver!.Name} {other.Driver.Version}";
            await console.Out.WriteLineAsync(parsed.GetValue(options.Json)
                ? JsonText.Of(CrosscheckDocument.Of(agreement, name), JsonText.Context.CrosscheckDocument)
                : string.Join(Environment.NewLine, CrosscheckText.Lines(agreement, name, parsed.GetValue(all)))).ConfigureAwait(false);
            await console.Error.WriteLineAsync($"The runs: {plan.Reference('A')} and {plan.Reference('B')}").ConfigureAwait(false);
            return (int)(made.IsInterrupted ? ExitCode.Interrupted : agreement.ExitCode);
        });
        return command;
    }
}
