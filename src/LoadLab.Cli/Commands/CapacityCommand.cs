using System.CommandLine;
using System.Globalization;
using LoadLab.Cli.Documents;
using LoadLab.Cli.Invocations;
using LoadLab.Cli.Making;
using LoadLab.Cli.Options;
using LoadLab.Cli.Parts;
using LoadLab.Cli.Stored;
using LoadLab.Cli.Terminal;
using LoadLab.Core;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Comparison;
using LoadLab.Core.Gate;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Charts;

namespace LoadLab.Cli.Commands;

/// <summary><c>loadlab capacity SUITE</c>: the highest load at which the rows hold, with its interval; of each variant with <c>--vary</c>.</summary>
internal static class CapacityCommand
{
    public static Command Create(CliConsole console, RunFolders folders, StoredRuns stored, RunMaker maker, RunOutput output)
    {
        var options = new RunOptions("the run document, or with --vary the capacities of all variants,", decides: false);
        var search = new CapacityOptions();
        var vary = VariedKeys.Create();
        var baseline = new Option<string?>("--baseline") { Description = "Searches that it must not hold less than, else exit code 98: a suite that has a baseline, or runs: " + RunReferences.Words + ".", HelpName = "NAME" };
        var margin = MarginOption.Create();
        var command = new Command("capacity", "Find the highest load at which the rows of the suite's capacity SLOs hold, with a 95 % interval, in one start of the stack.");
        options.AddTo(command, [.. search.All, vary, baseline, margin]);
        HelpExamples.Install(
            command,
        [
            "loadlab capacity capacity                                   # rate and users, 9 minutes",
            "loadlab capacity capacity --model rate --from 50 --hold 20s --max-time 15m",
            "loadlab capacity smoke --external-url http://127.0.0.1:8080 --slo api-response-p95,api-errors",
            "loadlab capacity capacity --model rate --vary lms.pool.size=2,8,32",
            "loadlab capacity capacity --baseline latest --margin 10%",
            "loadlab capacity smoke --slo api-response-p95 --json | jq '.capacity[0] | {load, low, high}'",
        ]);
        command.SetAction(async (parsed, _) =>
        {
            MarginOption.Check(parsed, margin, baseline);
            using var interrupts = maker.Listen();
            var variants = VariedKeys.Variants(parsed.GetValue(vary) ?? []);
            var prepared = Prepare(options.Read(parsed), variants, search.Read(parsed), maker);
            var store = options.Store(parsed, folders);
            if (variants.Count > 1)
            {
                return parsed.GetValue(baseline) is null
                    ? await StudyAsync(prepared, variants, store, parsed.GetValue(options.Setup), parsed.GetValue(options.Json), console, maker, interrupts.Stop).ConfigureAwait(false)
                    : throw new LoadLabException(ExitCode.BadConfiguration, "--baseline is of one search, and --vary makes several.", "Nothing was started. Give one of them.");
            }

            var before = parsed.GetValue(baseline) is { } name ? Baseline(store, name, stored, prepared[0].Plan) : null;
            var (result, report) = await SearchAsync(prepared[0], store, parsed.GetValue(options.Setup), maker, interrupts.Stop).ConfigureAwait(false);
            var code = RunEnd.ExitCode(result, console);
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

            return before is null ? code : await CompareAsync(before, result, parsed.GetValue(margin), code, parsed.GetValue(options.Json) ? console.Error : console.Out).ConfigureAwait(false);
        });
        return command;
    }

    /// <summary>All variants, so that a fault of the last one is told before the first one takes minutes.</summary>
    private static List<PreparedRun> Prepare(RunArguments arguments, IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> variants, CapacityRequest request, RunMaker maker)
    {
        var prepared = new List<PreparedRun>();
        var faults = new List<string>();
        string? hint = null;
        foreach (var variant in variants)
        {
            try
            {
                var labels = variant.Count == 0 ? arguments.Labels : new Dictionary<string, string>(arguments.Labels) { ["variant"] = string.Join(", ", variant.Select(setting => $"{setting.Key}={setting.Value}")) };
                var run = maker.Prepare(arguments with { Overrides = [.. arguments.Overrides, .. variant], Labels = labels });
                var plan = CapacityPlanner.Plan(run.Plan, run.Catalogue, request);
                prepared.Add(run with { Plan = plan with { Invocation = Invocation(plan) }, Judge = record => CapacityEvaluator.Evaluate(record, run.Catalogue) });
            }
            catch (LoadLabException fault) when (variants.Count > 1 && fault.ExitCode == ExitCode.BadConfiguration)
            {
                faults.AddRange(fault.Faults);
                hint ??= fault.Hint;
            }
        }

        return faults.Count == 0 ? prepared : throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.Distinct()], hint ?? "Nothing was started.");
    }

    private static Task<(RunResult Result, string Report)> SearchAsync(PreparedRun prepared, RunStore store, bool isSetup, RunMaker maker, CancellationToken stop)
    {
        var view = new CapacityView();
        return maker.MakeAsync(prepared, store, isSetup, stop, view, new CapacityRun(prepared.Plan, prepared.Catalogue, TimeProvider.System, view));
    }

    private static async Task<int> StudyAsync(
        List<PreparedRun> prepared, IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> settings, RunStore store, bool isSetup, bool isJson, CliConsole console, RunMaker maker, CancellationToken stop)
    {
        var variants = new List<CapacityVariant>();
        var (code, directory) = (ExitCode.Ok, "");
        foreach (var (run, setting) in prepared.Zip(settings))
        {
            if (stop.IsCancellationRequested)
            {
                break;
            }

            await console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"variant {variants.Count + 1} of {prepared.Count}: {string.Join(", ", setting.Select(pair => $"{pair.Key}={pair.Value}"))}")).ConfigureAwait(false);
            var (result, _) = await SearchAsync(run, store, isSetup && variants.Count == 0, maker, stop).ConfigureAwait(false);
            variants.Add(new CapacityVariant(setting, result.Record.RunId, result.Evaluation.Capacity));
            directory = result.Directory;
            if (result.StoreFault is { } fault)
            {
                FaultOutput.Write(fault, isJson: false, console);
                code = fault.ExitCode;
            }
            else
            {
                code = Worse(code, result.Evaluation);
            }
        }

        if (isJson)
        {
            await console.Out.WriteLineAsync(JsonText.Of(CapacityStudyDocument.Of(prepared[0].Plan.Suite, variants), JsonText.Context.CapacityStudyDocument)).ConfigureAwait(false);
        }
        else
        {
            foreach (var line in CapacityStudyText.Lines(variants))
            {
                await console.Out.WriteLineAsync(line).ConfigureAwait(false);
            }
        }

        await DrawAsync(variants, prepared[0].Plan.Suite, directory, console.Error).ConfigureAwait(false);
        return (int)(stop.IsCancellationRequested ? ExitCode.Interrupted : code);
    }

    /// <summary>Beside the report of the last variant.</summary>
    /// <summary>What a study ends with after one more variant: 97 before 96, as a single run, and 96 for a search that is not decided.</summary>
    internal static ExitCode Worse(ExitCode soFar, RunEvaluation variant) =>
        soFar is ExitCode.Ok or ExitCode.Inconclusive && variant.Validity.Status == ValidityStatus.Invalid ? ExitCode.InvalidRun
        : soFar == ExitCode.Ok && variant.Capacity.Any(answer => answer.Held is null || answer.Status is Core.Capacity.CapacityStatus.Open or Core.Capacity.CapacityStatus.Interrupted) ? ExitCode.Inconclusive
        : soFar;

    private static async Task DrawAsync(List<CapacityVariant> variants, string suite, string directory, TextWriter log)
    {
        try
        {
            foreach (var model in variants.SelectMany(variant => variant.Answers).Select(answer => answer.Model).Distinct().Order())
            {
                var files = StudyChart.Write(CapacityStudy.Rows(variants, model), suite, directory, model == Core.Capacity.CapacityModel.Rate ? "variants-rate" : "variants-users");
                await log.WriteLineAsync($"Chart  {files[0]}, and beside it dark, narrow, SVG and CSV").ConfigureAwait(false);
            }
        }
        catch (LoadLabException fault)
        {
            await log.WriteLineAsync($"warning: no chart: {fault.Message} {fault.Hint}").ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<ComparedRun> Baseline(RunStore store, string name, StoredRuns stored, RunPlan plan)
    {
        var runs = GateBaseline.Read(store, name, stored);
        BaselineCheck.Check(name, runs, plan);
        return runs;
    }

    /// <summary>What became of the capacity; 98 where it has become less and nothing worse is known.</summary>
    private static async Task<int> CompareAsync(IReadOnlyList<ComparedRun> before, RunResult result, ComparisonMargin? margin, int code, TextWriter output)
    {
        var after = new ComparedRun(result.Record, result.Evaluation.Validity.Status) { Capacity = result.Evaluation.Capacity };
        if (ComparisonChecks.Faults(after).ToList() is { Count: > 0 } faults)
        {
            await output.WriteLineAsync("Not compared with the baseline: " + string.Join(" ", faults)).ConfigureAwait(false);
            return code is (int)ExitCode.Ok ? (int)ExitCode.Inconclusive : code;
        }

        var comparison = CapacityComparer.Compare(before, [after], margin);
        foreach (var line in CapacityComparisonText.Lines(comparison))
        {
            await output.WriteLineAsync(line).ConfigureAwait(false);
        }

        return comparison.ExitCode == ExitCode.Regression && (ExitCode)code is (ExitCode.Ok or ExitCode.Inconclusive) ? (int)ExitCode.Regression : code;
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
