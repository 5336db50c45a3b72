using LoadLab.Core.Runs;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>
/// Turns what a suite breaks on purpose into a plan, and tells what cannot be done or judged: a part that is not there, a fault outside
/// the load, two at once on one part, a limit that the run is too short for.
/// </summary>
internal sealed class FaultPlanner(SuiteDefinition suite, StackPlan stack, PlanOptions options, List<string> faults)
{
    /// <summary>Measured time before a fault, for the level that recovery is measured against.</summary>
    internal static readonly TimeSpan LeastBefore = TimeSpan.FromSeconds(3);

    /// <summary>Time after a limit that the run must still last: recovery is three good seconds in a row.</summary>
    internal static readonly TimeSpan LeastAfter = TimeSpan.FromSeconds(3);

    /// <summary>The plans, by the time at which they happen; those that could be read.</summary>
    public IReadOnlyList<FaultPlan> Plan(IReadOnlyList<PhasePlan> phases)
    {
        if (suite.Faults.Count == 0)
        {
            if (options.AwaitsHealer)
            {
                faults.Add($"Suite '{suite.Name}' breaks nothing (faults:), so a healer would have nothing to do. Take --heal-listen out, or add a fault.");
            }

            return [];
        }

        if (stack.Kind == "external")
        {
            Add(suite.Faults[0], "", "the stack is external, and LoadLab breaks only what it has started. Use --stack processes or containers, or take the faults out.");
        }

        if (options.Shard.IsPart)
        {
            Add(suite.Faults[0], "", "a run in shards has no faults: each shard would break the stack. Run it in one piece.");
        }

        var read = suite.Faults.Where(fault => fault is { Role: not null, At: not null, For: not null }).ToList();
        foreach (var fault in suite.Faults.Where(fault => fault.Role == "worker" && stack.Lms.Workers == 0))
        {
            Add(fault, fault.Verb, "there is no worker: lms.workers is 0. Raise it.");
        }

        CheckOverlaps(read);
        if (Windows(phases) is { Count: > 0 } windows)
        {
            // A fault and its recovery belong to one phase: the level before is that of its load.
            read.ForEach(fault => CheckTimes(fault, windows.LastOrDefault(window => window.Start <= fault.At, windows[0])));
        }

        return [.. read.Select(fault => fault.ToPlan() with { HealWithin = options.AwaitsHealer ? fault.For : null }).OrderBy(plan => plan.At)];
    }

    /// <summary>The stack with what the faults need of it: a worker that can be broken is a process of its own.</summary>
    public static StackPlan WithParts(StackPlan stack, IReadOnlyList<FaultPlan> plans) => stack with { SeparateWorker = plans.Any(plan => plan.Role == "worker") };

    private void CheckOverlaps(List<FaultDefinition> read)
    {
        foreach (var group in read.GroupBy(fault => fault.Role))
        {
            var ordered = group.OrderBy(fault => fault.At).ToList();
            foreach (var (before, after) in ordered.Zip(ordered.Skip(1)))
            {
                if (after.At < before.At + before.For)
                {
                    Add(after, "at", $"{Text(after.At)} lies before the fault of {before.Where("at")} on {before.Role} ends, at {Text(before.At + before.For)}. Let it begin later.");
                }
            }
        }
    }

    private void CheckTimes(FaultDefinition fault, (string Phase, TimeSpan Start, TimeSpan End) window)
    {
        var (phase, start, end) = window;
        if (fault.At < start + LeastBefore)
        {
            Add(fault, "at", $"{Text(fault.At)} is too early: at counts from the start of the load, warm-up included, and recovery is measured against the level before. "
                + $"Let it begin at {Text(start + LeastBefore)} or later, {Text(LeastBefore)} after the measuring of phase '{phase}' has begun.");
        }

        var mended = fault.At!.Value + fault.For!.Value;
        if (mended > end)
        {
            Add(fault, "for", $"it is mended at {Text(mended)}, and the measuring of phase '{phase}' ends at {Text(end)}. Let it begin earlier, or make the phase longer.");
            return;
        }

        foreach (var (key, limit) in new[] { ("recoverWithin", fault.RecoverWithin), ("drainWithin", fault.DrainWithin) })
        {
            if (mended + limit + LeastAfter > end)
            {
                Add(fault, key, $"{Text(limit)} after {Text(mended)} cannot be judged: the measuring of phase '{phase}' ends at {Text(end)}, and three seconds in a row have to be seen. "
                    + $"Make it last until {Text(mended + limit + LeastAfter)}, or lower {key}.");
            }
        }
    }

    /// <summary>
    /// When each phase is measured, by plan: a drain puts off the phases after it. Empty when a part lasts for a number of iterations and
    /// it is not known when it ends.
    /// </summary>
    private static List<(string Phase, TimeSpan Start, TimeSpan End)> Windows(IReadOnlyList<PhasePlan> phases)
    {
        var windows = new List<(string Phase, TimeSpan Start, TimeSpan End)>();
        var at = TimeSpan.Zero;
        foreach (var phase in phases)
        {
            at = phase.StartAt ?? at;
            (TimeSpan? start, var end) = (null, at);
            foreach (var segment in phase.Segments)
            {
                if (segment.Simulation.During <= TimeSpan.Zero)
                {
                    return [];
                }

                start = segment.Measured ? start ?? at : start;
                at += segment.Simulation.During;
                end = segment.Measured ? at : end;
            }

            if (start is { } begins)
            {
                windows.Add((phase.Name, begins, end));
            }
        }

        return windows;
    }

    private static string Text(TimeSpan? time) => DurationValue.Format(time ?? TimeSpan.Zero);

    private void Add(FaultDefinition fault, string key, string message) =>
        faults.Add($"{fault.Where(key)}: Suite '{suite.Name}', faults{(fault.Role is null ? "" : $" ({fault.Verb}: {fault.Role})")}{(key.Length == 0 || key == fault.Verb ? "" : $", {key}")}: {message}");
}
