using System.Globalization;
using LoadLab.Cli.Invocations;
using LoadLab.Core;
using LoadLab.Core.Comparison;
using LoadLab.Core.Runs;
using LoadLab.Core.Store;
using LoadLab.Core.Yaml;

namespace LoadLab.Cli.Making;

/// <summary>Makes the runs of a series, one after the other: A B B A A B B A … Each is stored as usual, so an interrupt loses none that is complete.</summary>
internal sealed class SeriesMaker(RunStore store, TextWriter log, RunMaker maker, TimeProvider time)
{
    /// <summary>Makes them.</summary>
    /// <exception cref="LoadLabException">The sides offer another load, or a run could not begin (104, 107). What was made until then is kept.</exception>
    public async Task<SeriesResult> MakeAsync(SeriesPlan plan, bool isSetup, CancellationToken stop)
    {
        var (a, b) = Prepare(plan);
        ComparisonChecks.CheckPlans(a, b);
        var order = InterleaveOrder.Of(plan.Each);
        Say(string.Create(CultureInfo.InvariantCulture,
            $"{order.Count} runs, {string.Join(' ', order.Select(isA => isA ? 'A' : 'B'))}: {DurationValue.Format(Whole(order.Count * a.Duration))} of load, and beside it what the stack takes to start and to stop, {order.Count} times."));
        if (isSetup)
        {
            await maker.SetupAsync(stop).ConfigureAwait(false);
        }

        var (first, second, leftOut, repeats) = (new List<ComparedRun>(), new List<ComparedRun>(), 0, 0);
        var begun = time.GetTimestamp();
        for (var at = 0; at < order.Count && !stop.IsCancellationRequested; at++)
        {
            var left = at == 0 ? "" : $"; about {DurationValue.Format(Whole(time.GetElapsedTime(begun) / at * (order.Count - at)))} to go";
            Say(string.Create(CultureInfo.InvariantCulture, $"Run {at + 1} of {order.Count} ({(order[at] ? 'A' : 'B')}){left}"));
            if (await OneAsync(plan.Of(order[at]), plan.Reference, stop).ConfigureAwait(false) is not { } run)
            {
                break;
            }

            var faults = ComparisonChecks.Faults(run).ToList();
            if (faults.Count == 0)
            {
                (order[at] ? first : second).Add(run);
            }
            else if (!stop.IsCancellationRequested)
            {
                leftOut++;
                var isAgain = ++repeats <= plan.MostRepeats;
                Say($"{(isAgain ? "Made again" : "Left out")}: {string.Join(' ', faults)}");
                at -= isAgain ? 1 : 0;
            }
            else
            {
                leftOut++;
            }
        }

        return new SeriesResult(first, second, leftOut, stop.IsCancellationRequested);
    }

    private (RunPlan A, RunPlan B) Prepare(SeriesPlan plan)
    {
        var faults = new List<string>();
        var plans = new List<RunPlan>();
        foreach (var isA in new[] { true, false })
        {
            try
            {
                plans.Add(maker.Prepare(plan.Of(isA)).Plan);
            }
            catch (LoadLabException fault)
            {
                faults.AddRange(fault.Faults);
            }
        }

        return faults.Count == 0 ? (plans[0], plans[1]) : throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.Distinct()], "Nothing was started.");
    }

    /// <summary>One run; null when it was interrupted before its load began.</summary>
    private async Task<ComparedRun?> OneAsync(RunArguments arguments, Func<char, string> reference, CancellationToken stop)
    {
        try
        {
            // Prepared anew for each: a scenario may keep a state from run to run.
            var (result, _) = await maker.MakeAsync(maker.Prepare(arguments), store, isSetup: false, stop).ConfigureAwait(false);
            return result.StoreFault is { } fault ? throw fault : new ComparedRun(result.Record, result.Evaluation.Validity.Status);
        }
        catch (LoadLabException fault) when (fault.ExitCode == ExitCode.Interrupted)
        {
            return null;
        }
        catch (LoadLabException)
        {
            Say($"Runs made until now are kept: {reference('A')}, {reference('B')}");
            throw;
        }
    }

    private void Say(string line) => log.WriteLine(line);

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));
}
