using System.CommandLine;
using LoadLab.Core;
using LoadLab.Core.Forecast;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Sdk;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab run SUITE</c>: the whole way from a suite to GO or NO-GO.</summary>
internal static class RunCommand
{
    public static Command Create(CliParts parts)
    {
        var options = new RunOptions();
        var shard = ShardOptions.Shard();
        var startAt = ShardOptions.StartAt();
        var command = new Command("run", "Start the stack, drive the load, judge it against the SLO catalogue: GO or NO-GO.");
        options.AddTo(command, shard, startAt);
        HelpExamples.Install(
            command,
            WorkloadHelp.Text,
        [
            "loadlab run capacity --setup",
            "loadlab run smoke --set lms.delay=700ms        (must fail: the P95 limit is 600 ms)",
            "loadlab run smoke --json | jq .decision",
            "loadlab run capacity --change feature-release",
            "loadlab run smoke --change emergency-change --approved-by 'Ada Lovelace' --approval 'INC-4711: login is down'",
            "loadlab run capacity --external-url http://127.0.0.1:8080 --label build=1234",
            "loadlab run capacity --external-url http://10.0.0.5:8080 --shard 0/2 --start-at 2026-11-23T10:00:00Z",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            var arguments = options.Read(parsed) with { Shard = parsed.GetValue(shard) ?? ShardPlan.Whole, StartAt = parsed.GetValue(startAt) };
            return await ExecuteAsync(
                arguments, options.Results(parsed, parts), parsed.GetValue(options.Setup), parsed.GetValue(options.Json), parts).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> ExecuteAsync(RunArguments arguments, string directory, bool isSetup, bool isJson, CliParts parts)
    {
        using var interrupts = new Interrupts(parts.Error, parts.Kill, parts.Exit);
        var prepared = parts.Prepare(arguments);
        if (prepared.Plan.Change is { NeedsBaseline: true } change)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                $"'{change.Id}' needs a baseline: loadlab gate {arguments.Suite} --baseline NAME --change {change.Id}",
                "Nothing was started. It asks that nothing has become worse, and one run alone cannot tell.");
        }

        foreach (var warning in PlanWarnings.Of(prepared.Plan, prepared.Catalogue, last: null))
        {
            await parts.Error.WriteLineAsync("Warning: " + warning).ConfigureAwait(false);
        }

        var (result, report) = await MakeAsync(prepared, new RunStore(directory), isSetup, parts, interrupts.Stop).ConfigureAwait(false);
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

    /// <summary>Makes a prepared run, shows it while it runs, and writes its reports.</summary>
    /// <returns>The run, and the path of the report to read first.</returns>
    internal static async Task<(RunResult Result, string Report)> MakeAsync(
        PreparedRun prepared, RunStore store, bool isSetup, CliParts parts, CancellationToken stop)
    {
        var result = await RunAsync(prepared, store, isSetup, parts, stop).ConfigureAwait(false);
        return (result, await ReportOutput.WriteAsync(new JudgedRun(result.Record, result.Evaluation), result.Directory, parts).ConfigureAwait(false));
    }

    /// <summary>The same without its reports.</summary>
    internal static async Task<RunResult> RunAsync(PreparedRun prepared, RunStore store, bool isSetup, CliParts parts, CancellationToken stop)
    {
        if (isSetup)
        {
            await parts.Setup(new Lines(parts.Error), stop).ConfigureAwait(false);
        }

        return await ObserveAsync(parts.Runner(store, prepared.Judge), prepared.Plan, prepared.Scenarios, parts, stop).ConfigureAwait(false);
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
}
