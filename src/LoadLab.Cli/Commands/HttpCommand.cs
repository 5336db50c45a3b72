using System.CommandLine;
using LoadLab.Cli.Http;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Running;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab http</c>: ad hoc load on one address, with the engine, the record and the reports of any other run.</summary>
internal static class HttpCommand
{
    public static Command Create(CliConsole console, RunFolders folders, RunOutput reports, IHttpMaking making)
    {
        var options = new HttpOptions();
        var output = CommonOptions.Out();
        var json = CommonOptions.Json("the run document");
        var command = new Command("http", "Drive load at one address: a number of users, or a rate.");
        var csv = new Option<bool>("--csv") { Description = "Print each measured second as a line of CSV on stdout; the summary then goes to stderr." };
        options.AddTo(command);
        command.Options.Add(csv);
        command.Options.Add(output);
        command.Options.Add(json);
        HelpExamples.Install(command,
        [
            "loadlab http http://127.0.0.1:8080/",
            "loadlab http http://127.0.0.1:8080/ --rate 500/s --duration 30s",
            "loadlab http POST http://127.0.0.1:8080/orders -H 'Content-Type: application/json' --body-file order.json --users 20",
            "loadlab http http://127.0.0.1:8080/ --rate 200/s --p99 '<200ms' --errors '<1%'",
            "loadlab http http://127.0.0.1:8080/ --rate 200/s --trace-sample 0.01        # the slowest sampled requests are listed with their trace ids",
            "loadlab http http://127.0.0.1:8080/upload --form title=Essay --form file=@essay.pdf --user 'tester:${PASSWORD}' --assert-status 201",
            "loadlab http http://127.0.0.1:8080/ --url-file urls.txt --rate 50/s        # lines such as: GET /products 9",
            "generate-order | loadlab http http://127.0.0.1:8080/orders --data-binary @- --csv > seconds.csv",
            "loadlab http http://127.0.0.1:8080/ --users 10 --iterations 10000 --json | jq '.phases[0].steps[0].responseTimeMs.p99'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var arguments = options.Read(parsed);
            if (parsed.GetValue(csv) && parsed.GetValue(json))
            {
                throw new LoadLabException(ExitCode.BadConfiguration, "--csv and --json are both given: each is all that stands on stdout. Keep one.", "See: loadlab http --help");
            }

            var load = HttpPlanner.Plan(arguments, console.Variables);
            load = load with { Plan = load.Plan with { Invocation = new HttpInvocations(making.CommandEnvironment).Of(arguments, parsed.GetValue(output)) } };
            return await ExecuteAsync(load, arguments.Publish, new RunStore(folders.Choose(parsed.GetValue(output))), parsed.GetValue(json), parsed.GetValue(csv), console, reports, making).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ExecuteAsync(HttpLoad load, PublishArguments publish, RunStore store, bool isJson, bool isCsv, CliConsole console, RunOutput reports, IHttpMaking making)
    {
        using var interrupts = making.Listen();
        if (load.Target.Insecure)
        {
            await console.Error.WriteLineAsync("WARNING: --insecure: certificates are NOT checked. Any server is accepted. Use it against your own test systems only.").ConfigureAwait(false);
        }

        var live = await making.PublishAsync(publish, [], interrupts.Stop).ConfigureAwait(false);
        var observer = RunObservers.Of(making.CreateObserver(), live);
        var result = await RunMaker.ObserveAsync(making.CreateRunner(store, load), load.Plan, [], observer, interrupts.Stop).ConfigureAwait(false);
        var report = await reports.WriteReportsAsync(new JudgedRun(result.Record, result.Evaluation), result.Directory).ConfigureAwait(false);
        if (isJson)
        {
            await reports.PrintDocumentAsync(result.Record, result.Evaluation).ConfigureAwait(false);
        }
        else
        {
            foreach (var line in isCsv ? HttpFigures.Csv(result.Record) : [])
            {
                await console.Out.WriteLineAsync(line).ConfigureAwait(false);
            }

            var summary = isCsv ? console.Error : console.Out;
            var unicode = console.Out.Encoding.WebName.StartsWith("utf", StringComparison.OrdinalIgnoreCase);
            foreach (var line in HttpSummary.Lines(result.Record, result.Evaluation, load, report, unicode))
            {
                await summary.WriteLineAsync(line).ConfigureAwait(false);
            }
        }

        return RunEnd.ExitCode(result, console);
    }
}
