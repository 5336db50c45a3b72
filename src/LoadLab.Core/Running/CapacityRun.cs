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

    /// <summary>Seconds over which what is in flight is compared, and the part of it that is left of it where it shrinks.</summary>
    private const int ShrinksIn = 3;

    private const double Shrinks = 0.9;

    /// <summary>Steps that must fit into the time that is left before one is made longer.</summary>
    private const int MostOfTime = 4;

    /// <summary>A query that takes less is no sign of an overload.</summary>
    private const double SlowPingMs = 50;

    private static readonly string[] s_watched = [MeasureNames.QueueLength, MeasureNames.DbPoolUsed, MeasureNames.DbPoolPending, MeasureNames.DbSessionsActive, MeasureNames.EmailQueueLength];
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
    private readonly List<double> _usual = [];
    private volatile Queue<double> _inFlight = new();
    private long? _begun;
    private int _search;
    private long _searchBegun;

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
    public bool IsOver(LoadSecond second)
    {
        ArgumentNullException.ThrowIfNull(second);
        var before = _inFlight.Count < ShrinksIn ? 0 : _inFlight.Dequeue();
        _inFlight.Enqueue(second.InFlight);

        // Every rule looks at every second. A target that works off what had piled up is not over it yet, and may be well in what is left of the step.
        return _rules.FindAll(rule => rule.Look(second) is not null).Count > 0 && !(second.InFlight < Shrinks * before);
    }

    private async Task<PhasePlan?> DecideAsync(RunRecord? last, Func<string, double?> latest, CancellationToken stop)
    {
        if (last is null)
        {
            _begun = _searchBegun = _time.GetTimestamp();
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
            else if (latest(MeasureNames.DbPing) is { } ping)
            {
                _usual.Add(ping);
            }
        }

        for (; _search < Capacity.Searches.Count; _search++, _searchBegun = _time.GetTimestamp())
        {
            if (Next() is { } phase)
            {
                return phase;
            }
        }

        return null;
    }

    /// <summary>The next step of the search under way; null when it is over, or its time is.</summary>
    private PhasePlan? Next()
    {
        var range = Capacity.Searches[_search];
        var options = Options(range);
        var evidence = Evidence(range);
        var move = CapacitySearch.Next(options, evidence);
        if (move.Load is not { } load)
        {
            return null;
        }

        // A step that the target's memory makes longer leaves time for three more like it, and is never shorter than what was asked for.
        var left = Capacity.MostSeconds is { } most
            ? ((most - Since(_begun!.Value) + Since(_searchBegun)) / (Capacity.Searches.Count - _search)) - Since(_searchBegun)
            : double.PositiveInfinity;
        var wanted = StepLength.Next(options, evidence);
        var hold = Math.Min(wanted, Math.Max(Capacity.HoldSeconds, Math.Floor(left / (1 + StepLength.SettleShare) / MostOfTime)));
        var phase = StepPhases.Of(_plan.Phases[_search], load, hold, _names);
        if (phase.Duration.TotalSeconds > left)
        {
            return null;
        }

        _names.Add(phase.Name);
        _inFlight = new();
        _rules = [.. Capacity.Slos.Select(id => _catalogue.Slos.First(slo => slo.Id == id)).Select(slo => AbortPlanner.RuleOf(slo, _catalogue, ClearlyOver, s_window)).OfType<AbortRule>().Select(rule => new LiveAbort(rule))];
        _observer.OnNext(_steps.Count + 1, range.Model, load, move.Stage, phase.Duration);
        return phase;
    }

    /// <summary>As the plan says; for users with what the search in arrival rate has found.</summary>
    private SearchOptions Options(CapacityRange range)
    {
        var options = CapacityAnalyser.OptionsOf(Capacity, range);
        return Capacity.Searches.FirstOrDefault(other => other.Model == CapacityModel.Rate) is not { } rate || range.Model == CapacityModel.Rate
            ? options
            : UsersFromRate.Of(
                options, _plan.Phases[_search], [.. _steps.Select(step => step.Step).Where(step => step.Model == CapacityModel.Rate)],
                CapacitySearch.Estimate(CapacityAnalyser.OptionsOf(Capacity, rate), Evidence(rate)).Load);
    }

    private double Since(long timestamp) => _time.GetElapsedTime(timestamp).TotalSeconds;

    private List<StepEvidence> Evidence(CapacityRange range) => [.. _steps.Where(step => step.Step.Model == range.Model).Select(step => step.Evidence)];

    /// <summary>What the target looked like before any load.</summary>
    private void Remember(Func<string, double?> latest)
    {
        foreach (var measure in s_watched)
        {
            if (latest(measure) is { } value)
            {
                _idle[measure] = value;
            }
        }
    }

    /// <summary>After an overload: until queues are empty, the pool is idle and Postgres answers as fast as before, as far as probes see them, and a few seconds in any case.</summary>
    private async Task RecoverAsync(Func<string, double?> latest, CancellationToken stop)
    {
        var begun = _time.GetTimestamp();
        await Task.Delay(s_shortestPause, _time, stop).ConfigureAwait(false);
        while (s_watched.FirstOrDefault(measure => latest(measure) > _idle.GetValueOrDefault(measure) + 1) is { } busy || IsSlow(latest, out busy))
        {
            if (_time.GetElapsedTime(begun) > s_longestPause)
            {
                _observer.OnMessage(FormattableString.Invariant($"{busy} is still at {latest(busy):0.##} {s_longestPause.TotalSeconds:0} s after the overload; going on."));
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a new query takes longer than it ever did in a step that held, and longer than a busy scheduler explains.</summary>
    private bool IsSlow(Func<string, double?> latest, out string measure)
    {
        measure = MeasureNames.DbPing;
        return _usual.Count > 0 && latest(measure) > Math.Max(SlowPingMs, 2 * _usual.Max());
    }
}
