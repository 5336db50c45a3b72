using System.CommandLine;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Core;
using LoadLab.Core.Forecast;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab run SUITE</c>: the whole way from a suite to GO or NO-GO.</summary>
internal static class RunCommand
{
    public static Command Create(CliConsole console, RunFolders folders, RunMaker maker, RunOutput output, OnceMaker onceMaker)
    {
        var options = new RunOptions();
        var shard = ShardOptions.Shard();
        var startAt = ShardOptions.StartAt();
        var healListen = new Option<string?>("--heal-listen") { Description = "Let 'loadlab heal' mend what the suite's faults break: POST http://IP:PORT/redis starts Redis anew. The fault's 'for' is then the longest time that mending may take, and a row judges it. Default: LoadLab mends by itself.", HelpName = "IP:PORT" };
        var script = new ScriptOptions();
        var once = new OnceOptions();
        var command = new Command("run", "Start the stack, drive the load, judge it against the SLO catalogue: GO or NO-GO.");
        options.AddTo(command, [.. once.All, shard, startAt, healListen, .. script.All]);
        HelpExamples.Install(
            command,
            WorkloadHelp.Text,
        [
            "loadlab run capacity --setup",
            "loadlab run smoke --set lms.delay=700ms        # must fail: the P95 limit is 600 ms",
            "loadlab run smoke --json | jq .decision",
            "loadlab run smoke --once --trace        # one iteration of each scenario, with every request and answer",
            "loadlab run capacity --trace-sample 0.01        # one request in a hundred can be found in your tracing; the slowest are listed",
            "loadlab run capacity --change feature-release",
            "loadlab run smoke --change emergency-change --approved-by 'Ada Lovelace' --approval 'INC-4711: login is down'",
            "loadlab run capacity --external-url http://127.0.0.1:8080 --label build=1234",
            "loadlab run faults --heal-listen 127.0.0.1:9097        # loadlab heal mends what the suite breaks",
            "loadlab run script.js --vus 10 --duration 30s --env BASE_URL=http://127.0.0.1:8080        # a k6 script",
            "loadlab run script.ts        # the same in TypeScript, with Node 22.13 or newer on PATH",
            "loadlab run script.js --driver k6 --external-url http://127.0.0.1:8080        # the real k6 makes the load",
            "loadlab run shop.yaml --driver k6 --set stack.images.k6=grafana/k6:1.0.0        # the k6 of a container image",
            "loadlab run capacity-k6 --tag kind=nightly        # a suite whose scenarios are a k6 script",
            "loadlab run capacity --external-url http://10.0.0.5:8080 --shard 0/2 --start-at 2026-11-23T10:00:00Z",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var arguments = options.Read(parsed) with { Shard = parsed.GetValue(shard) ?? ShardPlan.Whole, StartAt = parsed.GetValue(startAt), HealListen = parsed.GetValue(healListen) };
            arguments = script.AddTo(arguments, parsed);
            var isOnce = once.Read(parsed, options, shard, startAt, healListen);
            using var interrupts = maker.Listen();
            var prepared = Prepare(arguments, maker);
            foreach (var warning in (prepared.Script?.Warnings ?? []).Concat(isOnce ? [] : PlanWarnings.Of(prepared.Plan, prepared.Catalogue, last: null)))
            {
                await console.Error.WriteLineAsync("Warning: " + warning).ConfigureAwait(false);
            }

            if (isOnce)
            {
                return await onceMaker.RunAsync(prepared, once.IsWhole(parsed), interrupts.Stop).ConfigureAwait(false);
            }

            var (result, report) = await maker.MakeAsync(prepared, options.Store(parsed, folders), parsed.GetValue(options.Setup), interrupts.Stop).ConfigureAwait(false);
            if (prepared.Script?.SummaryText is { Length: > 0 } summary && !parsed.GetValue(options.Json))
            {
                await console.Out.WriteLineAsync(summary).ConfigureAwait(false);
            }

            await output.PrintAsync(result.Record, result.Evaluation, report, parsed.GetValue(options.Json)).ConfigureAwait(false);
            return RunEnd.ExitCode(result, console);
        });
        return command;
    }

    /// <exception cref="LoadLabException">It cannot be planned, or the change needs a baseline (104).</exception>
    private static PreparedRun Prepare(RunArguments arguments, RunMaker maker)
    {
        var prepared = maker.Prepare(arguments);
        return prepared.Plan.Change is not { NeedsBaseline: true } change
            ? prepared
            : throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"'{change.Id}' needs a baseline: loadlab gate {arguments.Suite} --baseline NAME --change {change.Id}",
                "Nothing was started. This change requires that nothing became worse, and a single run cannot show that.");
    }
}
