using System.CommandLine;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Running;
using LoadLab.Core.Store;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab http</c>: ad hoc load on one address, with the engine, the record and the reports of any other run.</summary>
internal static class HttpCommand
{
    public static Command Create(CliParts parts)
    {
        var target = new Argument<string[]>("target") { Description = "[METHOD] URL. The method is GET when left out.", Arity = new ArgumentArity(1, 2), HelpName = "[METHOD] URL" };
        var users = Text("--users", "N", "Closed model: N virtual users, each sending its next request after the last has ended. Default: 50");
        var rate = Text("--rate", "RATE", "Open model: requests a second, as 500 or 500/s or 10/m, whatever the target does.");
        var iterations = Text("--iterations", "N", "End after N requests instead of after a time.");
        var duration = Text("--duration", "TIME", "How long to measure. Default: 10s");
        var warmUp = Text("--warm-up", "TIME", "Load before that, left out of the figures. Default: 1s, or 0s with --iterations");
        var arrivals = Text("--arrivals", "KIND", "With --rate: constant (evenly spaced) or poisson. Default: constant");
        var header = new Option<string[]>("--header", "-H") { Description = "A header, as 'Name: value'. Repeatable.", HelpName = "HEADER", Arity = ArgumentArity.OneOrMore };
        var body = Text("--body", "TEXT", "Body of each request. '${NAME}' in it, in headers and in the address comes from the environment or --env-file.");
        var bodyFile = Text("--body-file", "FILE", "Body of each request, from a file, as it stands there.");
        var http2 = new Option<bool>("--http2") { Description = "HTTP/2 instead of HTTP/1.1; over http:// without an upgrade." };
        var insecure = new Option<bool>("--insecure") { Description = "Accept any certificate." };
        var resend = Text("--resend", "WHAT", "never, or idempotent: a GET, HEAD, OPTIONS, TRACE, PUT or DELETE that is lost with a used connection before its answer begins is sent once more, and counted. Default: never, it has failed");
        var timeout = Text("--timeout", "TIME", "A request without a complete answer for this long has failed. Default: 30s");
        var maxUsers = Text("--max-users", "N", "With --rate: most requests in flight; an arrival beyond is dropped, and the run invalid. Default: 10 s of arrivals, at least 1,000");
        var percentiles = Text("--percentiles", "LIST", "Percentiles to show. Default: 50,75,90,95,99,99.9");
        var seed = Text("--seed", "N", "Seed of Poisson arrivals. Default: 1");
        var label = CommonOptions.Pairs("--label", "Give the run a label. Repeatable.");
        var noCheck = new Option<bool>("--no-check") { Description = "Do not first connect once to see whether the target is there." };
        var output = CommonOptions.Out();
        var json = CommonOptions.Json("the run document");
        var command = new Command("http", "Drive load at one address: a number of users, or a rate.")
        {
            target, users, rate, iterations, duration, warmUp, arrivals, header, body, bodyFile, http2, insecure, resend, timeout, maxUsers, percentiles, seed, label, noCheck, output, json,
        };
        UsageFaults.RefuseOptions(target, command);
        HelpExamples.Install(command,
        [
            "loadlab http http://127.0.0.1:8080/",
            "loadlab http http://127.0.0.1:8080/ --rate 500/s --duration 30s",
            "loadlab http POST http://127.0.0.1:8080/orders -H 'Content-Type: application/json' --body-file order.json --users 20",
            "loadlab http http://127.0.0.1:8080/ --users 10 --iterations 10000 --json | jq '.phases[0].steps[0].responseTimeMs.p99'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var arguments = new HttpArguments
            {
                Target = parsed.GetRequiredValue(target),
                Users = parsed.GetValue(users),
                Rate = parsed.GetValue(rate),
                Iterations = parsed.GetValue(iterations),
                Duration = parsed.GetValue(duration),
                WarmUp = parsed.GetValue(warmUp),
                Arrivals = parsed.GetValue(arrivals),
                Headers = parsed.GetValue(header) ?? [],
                Body = parsed.GetValue(body),
                BodyFile = parsed.GetValue(bodyFile),
                Http2 = parsed.GetValue(http2),
                Insecure = parsed.GetValue(insecure),
                Resend = parsed.GetValue(resend),
                Timeout = parsed.GetValue(timeout),
                MaxUsers = parsed.GetValue(maxUsers),
                Percentiles = parsed.GetValue(percentiles),
                Seed = parsed.GetValue(seed),
                Labels = CommonOptions.ToDictionary(parsed.GetValue(label) ?? []),
                Check = !parsed.GetValue(noCheck),
            };
            var load = HttpPlanner.Plan(arguments, parts.Variables);
            load = load with { Plan = load.Plan with { Invocation = new HttpInvocations(parts.Surroundings).Of(arguments, parsed.GetValue(output)) } };
            return await ExecuteAsync(load, parsed.GetValue(output) ?? parts.Results, parsed.GetValue(json), parts).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ExecuteAsync(HttpLoad load, string directory, bool isJson, CliParts parts)
    {
        using var interrupts = new Interrupts(parts.Error, parts.Kill, parts.Exit);
        if (load.Target.Insecure)
        {
            await parts.Error.WriteLineAsync("WARNING: --insecure: certificates are NOT checked. Whoever answers is believed. Use it against your own test systems only.").ConfigureAwait(false);
        }

        var result = await RunCommand.ObserveAsync(parts.HttpRunner(new RunStore(directory), load), load.Plan, [], parts, interrupts.Stop).ConfigureAwait(false);
        var report = await ReportOutput.WriteAsync(new JudgedRun(result.Record, result.Evaluation), result.Directory, parts).ConfigureAwait(false);
        if (isJson)
        {
            await ReportOutput.WriteDocumentAsync(result.Record, result.Evaluation, parts).ConfigureAwait(false);
        }
        else
        {
            var unicode = parts.Out.Encoding.WebName.StartsWith("utf", StringComparison.OrdinalIgnoreCase);
            foreach (var line in HttpSummary.Lines(result.Record, result.Evaluation, load, report, unicode))
            {
                await parts.Out.WriteLineAsync(line).ConfigureAwait(false);
            }
        }

        if (result.StoreFault is { } fault)
        {
            FaultOutput.Write(fault, isJson: false, parts);
            return (int)fault.ExitCode;
        }

        return (int)(result.Record.Outcome == RunOutcome.Interrupted ? ExitCode.Interrupted : result.Evaluation.ExitCode);
    }

    private static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };
}
