using LoadLab.Core.Runs;
using LoadLab.K6.Loads;

namespace LoadLab.K6.Driving;

/// <summary>A phase as k6 runs it: one scenario, whose function takes turns through the mix.</summary>
/// <param name="Index">Its place in the plan.</param>
/// <param name="Plan">The phase.</param>
/// <param name="StartTime">When k6 begins it, from the start of the load.</param>
/// <param name="Mix">What it runs, as the script has it.</param>
/// <param name="Own">The scenario of the script's options that it is; null when a suite says it.</param>
internal sealed record DrivenPhase(int Index, PhasePlan Plan, TimeSpan StartTime, IReadOnlyList<DrivenShare> Mix, ScriptScenario? Own)
{
    /// <summary>The function of the module that k6 calls.</summary>
    public string Function => FormattableString.Invariant($"loadlab_phase_{Index}");

    /// <summary>True when users wait between iterations: then the time of an iteration is told by the module, since k6's has the wait in it.</summary>
    public bool Waits => Plan.Model == LoadModel.Closed && (Plan.ThinkTime.Mean > TimeSpan.Zero || Plan.Pacing is not null);

    /// <summary>True when its iterations end it, and not its time.</summary>
    public bool EndsByIterations => Plan.Segments.Any(segment => Core.Runs.Shapes.LoadShape.Of(segment.Simulation).IsUnbounded);

    /// <summary>When k6 is over with it at the latest, from the start of the load.</summary>
    public TimeSpan LatestEnd => StartTime + (EndsByIterations ? Own?.MaxDuration ?? LongestIterations : Plan.Duration) + Plan.Drain + (Own?.RampDown ?? TimeSpan.Zero);

    /// <summary>How long iterations may take where the script does not say it.</summary>
    public static TimeSpan LongestIterations => TimeSpan.FromDays(1);

    /// <summary>The measured parts, in seconds from its start.</summary>
    public IReadOnlyList<(double From, double To)> Windows { get; } = WindowsOf(Plan);

    /// <summary>When starts were meant; null in the closed model.</summary>
    public ArrivalSchedule? Schedule { get; } = Plan.Model == LoadModel.Open ? new ArrivalSchedule(Plan.Segments) : null;

    /// <summary>True at a time of the phase that counts.</summary>
    public bool IsMeasured(double seconds) => Windows.Any(window => seconds >= window.From && seconds < window.To);

    /// <summary>The phases of a plan.</summary>
    public static IReadOnlyList<DrivenPhase> Of(RunPlan plan, ScriptScenarios scenarios)
    {
        var (phases, end) = (new List<DrivenPhase>(), TimeSpan.Zero);
        foreach (var phase in plan.Phases)
        {
            var start = phase.StartAt ?? end;
            var whole = phase.Mix.Sum(share => share.Weight);
            var mix = phase.Mix.Select(share => new DrivenShare(scenarios.FactsOf(share.Scenario, plan), share.Weight / whole)).ToList();
            phases.Add(new DrivenPhase(phases.Count, phase, start, mix, scenarios.Find(phase)));
            end = start + phase.Duration;
        }

        return phases;
    }

    /// <summary>Iterations that nobody can tell the end of count to the end of the run.</summary>
    private static List<(double From, double To)> WindowsOf(PhasePlan plan)
    {
        var (windows, at) = (new List<(double, double)>(), 0.0);
        foreach (var segment in plan.Segments)
        {
            var isOpenEnded = Core.Runs.Shapes.LoadShape.Of(segment.Simulation).IsUnbounded;
            var end = isOpenEnded ? double.MaxValue : at + segment.Simulation.During.TotalSeconds;
            if (segment.Measured)
            {
                windows.Add((at, end));
            }

            at = end;
        }

        return windows;
    }
}
