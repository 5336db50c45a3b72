using System.CommandLine;
using System.Globalization;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Sdk;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab run SUITE</c>: the whole way from a suite to GO or NO-GO.</summary>
internal static class RunCommand
{
    public static Command Create(CliParts parts)
    {
        var suite = new Argument<string>("suite") { Description = "A suite's name, or the path of its .yaml file." };
        var json = CommonOptions.Json("the run document");
        var set = CommonOptions.Pairs("--set", "Override a key of the suite, as in lms.delay=700ms. Repeatable.");
        var label = CommonOptions.Pairs("--label", "Give the run a label. Repeatable.");
        var stack = new Option<string?>("--stack") { Description = "auto, processes, containers or external. Default: the suite's.", HelpName = "KIND" };
        var seed = new Option<long?>("--seed")
        {
            Description = "Seed of arrivals, data and think times. Default: the suite's.",
            HelpName = "N",
            CustomParser = result =>
            {
                if (long.TryParse(result.Tokens[0].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
                {
                    return number;
                }

                result.AddError($"--seed '{result.Tokens[0].Value}' is not a whole number.");
                return null;
            },
        };
        var shard = ShardOptions.Shard();
        var startAt = ShardOptions.StartAt();
        var output = CommonOptions.Out();
        var setup = new Option<bool>("--setup") { Description = "First install what this machine lacks. Prints each command before it runs it." };
        var url = External("--external-url", "URL", "Address of your own API; implies --stack external.");
        var postgres = External("--external-postgres", "STRING", "Npgsql connection string of your Postgres, for the probes. Never stored.");
        var redis = External("--external-redis", "STRING", "StackExchange.Redis configuration of your Redis, for the probes. Never stored.");
        var metrics = External("--external-metrics", "PATH", "Path of your API's Prometheus metrics.");

        var command = new Command("run", "Start the stack, drive the load, judge it against the SLO catalogue: GO or NO-GO.")
        {
            suite, json, set, label, stack, seed, shard, startAt, output, setup, url, postgres, redis, metrics,
        };
        UsageFaults.RefuseOptions(suite, command);
        HelpExamples.Install(
            command,
            WorkloadHelp.Text,
        [
            "loadlab run capacity --setup",
            "loadlab run smoke --set lms.delay=700ms        (must fail: the P95 limit is 600 ms)",
            "loadlab run smoke --json | jq .decision",
            "loadlab run capacity --external-url http://127.0.0.1:8080 --label build=1234",
            "loadlab run capacity --external-url http://10.0.0.5:8080 --shard 0/2 --start-at 2026-11-23T10:00:00Z",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var overrides = new List<KeyValuePair<string, string>>(parsed.GetValue(set) ?? []);
            void Add(string key, Option<string?> option)
            {
                if (parsed.GetValue(option) is { } value)
                {
                    overrides.Add(new KeyValuePair<string, string>("stack.external." + key, value));
                }
            }

            Add("baseUrl", url);
            Add("postgres", postgres);
            Add("redis", redis);
            Add("metricsPath", metrics);
            var arguments = new RunArguments
            {
                Suite = parsed.GetRequiredValue(suite),
                Overrides = overrides,
                Labels = CommonOptions.ToDictionary(parsed.GetValue(label) ?? []),
                Stack = parsed.GetValue(stack) ?? (parsed.GetValue(url) is null ? null : "external"),
                Seed = parsed.GetValue(seed),
                Shard = parsed.GetValue(shard) ?? ShardPlan.Whole,
                StartAt = parsed.GetValue(startAt),
            };
            return await ExecuteAsync(
                arguments, parsed.GetValue(output) ?? parts.Results, parsed.GetValue(setup), parsed.GetValue(json), parts).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ExecuteAsync(RunArguments arguments, string directory, bool isSetup, bool isJson, CliParts parts)
    {
        using var interrupts = new Interrupts(parts.Error, parts.Kill, parts.Exit);
        var prepared = parts.Prepare(arguments);
        if (isSetup)
        {
            await parts.Setup(new Lines(parts.Error), interrupts.Stop).ConfigureAwait(false);
        }

        var runner = parts.Runner(new RunStore(directory), prepared.Judge);
        var result = await ObserveAsync(runner, prepared.Plan, prepared.Scenarios, parts, interrupts.Stop).ConfigureAwait(false);
        var report = await ReportOutput.WriteAsync(result.Record, result.Evaluation, result.Directory, parts).ConfigureAwait(false);
        if (isJson)
        {
            await ReportOutput.WriteDocumentAsync(result.Record, result.Evaluation, parts).ConfigureAwait(false);
        }
        else
        {
            parts.ShowVerdicts(result.Record, result.Evaluation, report);
        }

        if (result.StoreFault is { } fault)
        {
            FaultOutput.Write(fault, isJson: false, parts);
            return (int)fault.ExitCode;
        }

        return (int)(result.Record.Outcome == RunOutcome.Interrupted ? ExitCode.Interrupted : result.Evaluation.ExitCode);
    }

    /// <summary>Runs a plan and shows it while it runs.</summary>
    internal static async Task<RunResult> ObserveAsync(
        Runner runner, RunPlan plan, IReadOnlyList<ScenarioProps> scenarios, CliParts parts, CancellationToken stop)
    {
        var observer = parts.Observer();
        try
        {
            return await runner.RunAsync(plan, scenarios, observer, stop).ConfigureAwait(false);
        }
        finally
        {
            switch (observer)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    private static Option<string?> External(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };
}
