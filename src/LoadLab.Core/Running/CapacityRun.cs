using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Suites;

namespace LoadLab.Core.Running;

/// <summary>Makes the steps of capacity searches as the phases of one run. Not thread-safe but for <see cref="IsOver"/>.</summary>
public sealed class CapacityRun : IPhaseSource
{
    /// <summary>Times a limit past which a window of a step is clearly over it.</summary>
    private const double ClearlyOver = 2;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(60);

    private readonly RunPlan _plan;
    private readonly SloCatalogue _catalogue;
    private readonly TimeProvider _time;
    private readonly ICapacityObserver _observer;
    private readonly List<JudgedStep> _steps = [];
    private readonly List<string> _names = [];
    private readonly SortedDictionary<string, double> _idle = new(StringComparer.Ordinal);
    private volatile List<LiveRule> _rules = [];
    private long? _begun;
    private int _search;

    /// <summary>The steps of a plan with a <see cref="RunPlan.Capacity"/>.</summary>
    /// <param name="plan">Its phases are those that the steps are made from, one for each search.</param>
    /// <param name="catalogue">The rows.</param>
    /// <param name="time">For the longest time, and pauses.</param>
    /// <param name="observer">Sees the search.</param>
    public CapacityRun(RunPlan plan, SloCatalogue catalogue, TimeProvider time, ICapacityObserver observer)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (_plan, _catalogue, _time, _observer) = (plan, catalogue, time, observer);
    }

    private CapacityPlan Capacity => _plan.Capacity!;

    /// <inheritdoc/>
    public async Task<PhasePlan?> NextAsync(RunRecord? last, Func<string, double?> latest, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(latest);
        try
        {
            return await DecideAsync(last, latest, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool IsOver(LoadSecond second) => _rules.Exists(rule => rule.Look(second) is not null);

    private async Task<PhasePlan?> DecideAsync(RunRecord? last, Func<string, double?> latest, CancellationToken stop)
    {
        _begun ??= _time.GetTimestamp();
        if (last is null)
        {
            Remember(latest);
        }
        else
        {
            var step = StepJudge.Of(last, _catalogue);
            _steps.Add(step);
            var range = Capacity.Searches[_search];
            var (load, low, high) = CapacitySearch.Estimate(CapacityAnalyser.OptionsOf(Capacity, range), Evidence(range));
            _observer.OnStep(_steps.Count, step, load, low, high);
            if (step.Step.Outcome is StepOutcome.Breaks or StepOutcome.Invalid)
            {
                await RecoverAsync(latest, stop).ConfigureAwait(false);
            }
        }

        for (; _search < Capacity.Searches.Count; _search++)
        {
            var range = Capacity.Searches[_search];
            var move = CapacitySearch.Next(CapacityAnalyser.OptionsOf(Capacity, range), Evidence(range));
            if (move.Load is { } load)
            {
                var phase = StepPhases.Of(_plan.Phases[_search], load, Capacity.HoldSeconds, _names);
                if (Capacity.MostSeconds is { } most && _time.GetElapsedTime(_begun.Value).TotalSeconds + phase.Duration.TotalSeconds > most)
                {
                    return null;
                }

                _names.Add(phase.Name);
                _rules = [.. Capacity.Slos.Select(id => _catalogue.Slos.First(slo => slo.Id == id)).Select(slo => AbortPlanner.RuleOf(slo, _catalogue, ClearlyOver, s_window)).OfType<AbortRule>().Select(rule => new LiveAbort(rule))];
                _observer.OnNext(_steps.Count + 1, range.Model, load, move.Stage, phase.Duration);
                return phase;
            }
        }

        return null;
    }

    private List<StepEvidence> Evidence(CapacityRange range) => [.. _steps.Where(step => step.Step.Model == range.Model).Select(step => step.Evidence)];

    /// <summary>What the target looked like before any load.</summary>
    private void Remember(Func<string, double?> latest)
    {
        foreach (var measure in new[] { MeasureNames.QueueLength, MeasureNames.DbPoolUsed, MeasureNames.DbPoolPending, MeasureNames.DbSessionsActive })
        {
            if (latest(measure) is { } value)
            {
                _idle[measure] = value;
            }
        }
    }

    /// <summary>After an overload: until queues are empty and the pool is idle, as far as probes see them, and a few seconds in any case.</summary>
    private async Task RecoverAsync(Func<string, double?> latest, CancellationToken stop)
    {
        var begun = _time.GetTimestamp();
        string[] watched = [MeasureNames.QueueLength, MeasureNames.DbPoolUsed, MeasureNames.DbPoolPending, MeasureNames.DbSessionsActive];
        await Task.Delay(s_shortestPause, _time, stop).ConfigureAwait(false);
        while (watched.FirstOrDefault(measure => latest(measure) > _idle.GetValueOrDefault(measure) + 1) is { } busy)
        {
            if (_time.GetElapsedTime(begun) > s_longestPause)
            {
                _observer.OnMessage(FormattableString.Invariant($"{busy} is still at {latest(busy)} {s_longestPause.TotalSeconds:0} s after the overload; going on."));
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _time, stop).ConfigureAwait(false);
        }
    }
}
