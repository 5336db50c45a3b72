using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation.ValidityChecks;

/// <summary>
/// Whether answers waited for a free thread while the machine was not the reason: a scenario keeps its threads instead of awaiting. Such a
/// wait is in the response times, and it is not the target's.
/// </summary>
internal sealed class BlockedThreadsCheck : ValidityCheck
{
    /// <summary>Name of the check.</summary>
    public const string Name = "blocked-threads";

    /// <summary>What to do instead.</summary>
    private const string Advice =
        "Await instead of blocking: Task.Delay for Thread.Sleep, await for .Result and .Wait(), asynchronous methods of clients; move long computing out of the scenario. Then run again.";

    /// <summary>So many steps are named.</summary>
    private const int MostSteps = 3;

    /// <summary>Advice of another check that saw the same trouble: the reason is given there.</summary>
    public static string Instead(RunRecord record, string advice) =>
        Waits(record).Count > 0 && record.Phases.Any(phase => phase.Blocked.Count > 0) ? $"A scenario blocks the generator's threads: see {Name}." : advice;

    protected override IEnumerable<Finding> Check(RunRecord record, IReadOnlyList<Slo> slos)
    {
        var waits = Waits(record);
        if (waits.Count == 0)
        {
            yield break;
        }

        var measuredMs = StandstillTimes.MeasuredMs(record);
        var bad = waits.Sum() > ValidityLimits.PausedRatio * measuredMs;
        yield return new Finding(
            Name,
            bad ? FindingSeverity.Invalid : FindingSeverity.Warning,
            $"{Steps(record)}; no thread was free for answers for {Figures.Text(waits.Sum(), "ms")} of {Figures.Text(measuredMs, "ms")}",
            "1 % of the time: answers that wait for a thread look as if the target were slow",
            Advice);
    }

    /// <summary>How long answers waited for a thread. A timer that is late too tells of the whole process; that is another check's.</summary>
    private static IReadOnlyList<double> Waits(RunRecord record) =>
        StandstillTimes.Of(record, second => second.ThreadWaitMs - second.TimerLateMs >= ValidityLimits.PauseMs ? second.ThreadWaitMs : double.NaN);

    private static string Steps(RunRecord record)
    {
        var steps = record.Phases.SelectMany(phase => phase.Blocked).GroupBy(step => (step.Scenario, step.Step))
            .OrderByDescending(group => group.Sum(step => step.Calls * step.MeanMs)).ToList();
        return steps.Count == 0
            ? "all threads of the generator's pool were busy"
            : "the scenario blocks threads in " + string.Join(", ", steps.Take(MostSteps).Select(group => Step([.. group])))
                + (steps.Count > MostSteps ? $" and {Figures.Count(steps.Count - MostSteps)} more" : "");
    }

    private static string Step(IReadOnlyList<BlockedStep> seen)
    {
        var calls = seen.Sum(step => step.Calls);
        var (scenario, name, threads) = (seen[0].Scenario, seen[0].Step, seen.Max(step => step.Threads));
        var where = name == SeriesKey.WholeIteration ? $"'{scenario}', outside of its steps" : $"step '{name}' of '{scenario}'";
        return $"{where} ({Figures.Count(threads)} thread{(threads == 1 ? "" : "s")} at once, {Figures.Text(seen.Sum(step => step.Calls * step.MeanMs) / calls, "ms")} a call)";
    }
}
